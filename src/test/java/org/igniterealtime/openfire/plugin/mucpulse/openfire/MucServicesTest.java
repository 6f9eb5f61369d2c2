/*
 * Copyright (C) 2026 the MUC Pulse authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HookList;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.port.MucServiceListener;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.jivesoftware.openfire.muc.MultiUserChatManager;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;
import org.xmpp.packet.JID;

/** Services that are there, that appear and that vanish. */
@ExtendWith(MockitoExtension.class)
class MucServicesTest {

    @Mock
    private MultiUserChatManager manager;
    @Mock
    private InternalComponentManager components;
    @Mock
    private MucServiceListener listener;

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final List<MultiUserChatService> existing = new ArrayList<>();
    private HookList<MucServiceListener> hooks;
    private MucServices services;

    @BeforeEach
    void thereIsAService() {
        lenient().when(manager.getMultiUserChatServices()).thenReturn(existing);
        create("conference.example.org");
        final ErrorHandler errors = new ErrorHandler(Ticker.systemTicker());
        hooks = new Hooks(errors).services();
        services = new MucServices(manager, components, executor, hooks, errors);
    }

    private void create(final String domain) {
        final MultiUserChatService service = mock(MultiUserChatService.class);
        lenient().when(service.getServiceDomain()).thenReturn(domain);
        existing.add(service);
    }

    @Test
    void serviceThatExistsAlreadyIsReportedAtTheStart() {
        hooks.add(listener);
        verify(listener, never()).serviceAdded(anyString());

        services.start();

        verify(components).addListener(services);
        verify(listener).serviceAdded("conference.example.org");
        assertThat(services.isServiceAddress("conference.example.org")).isTrue();
    }

    @Test
    void serviceThatExistsAlreadyIsReportedToALaterListener() {
        services.start();

        hooks.add(listener);

        verify(listener).serviceAdded("conference.example.org");
    }

    @Test
    void serviceThatAppearsIsReportedOnce() {
        hooks.add(listener);
        services.start();
        create("rooms.example.org");

        services.componentRegistered(new JID("rooms.example.org"));
        services.componentRegistered(new JID("rooms.example.org"));

        verify(listener, times(1)).serviceAdded("rooms.example.org");
        assertThat(services.isServiceAddress("rooms.example.org")).isTrue();
        assertThat(services.isServiceAddress("conference.example.org")).isTrue();
    }

    @Test
    void serviceThatTheManagerHoldsOnlyLaterIsFoundAtASecondLook() {
        services.start();
        services.componentRegistered(new JID("rooms.example.org"));
        assertThat(services.isServiceAddress("rooms.example.org")).isFalse();

        create("rooms.example.org");
        executor.advance(Duration.ofSeconds(1));

        assertThat(services.isServiceAddress("rooms.example.org")).isTrue();
    }

    @Test
    void componentThatIsNoServiceIsNotReportedAndNotLookedAtForEver() {
        hooks.add(listener);
        services.start();

        services.componentRegistered(new JID("search.example.org"));
        executor.advance(Duration.ofMinutes(1));

        verify(listener, never()).serviceAdded("search.example.org");
        assertThat(services.isServiceAddress("search.example.org")).isFalse();
        assertThat(executor.waitingCount()).isZero();
    }

    @Test
    void serviceThatVanishesIsReported() {
        hooks.add(listener);
        services.start();
        existing.clear();

        services.componentUnregistered(new JID("conference.example.org"));
        services.componentUnregistered(new JID("conference.example.org"));
        services.componentUnregistered(new JID("search.example.org"));

        verify(listener, times(1)).serviceRemoved("conference.example.org");
        verify(listener, never()).serviceRemoved("search.example.org");
        assertThat(services.isServiceAddress("conference.example.org")).isFalse();
    }

    @Test
    void serviceThatTheManagerDropsOnlyLaterIsFoundGoneAtASecondLook() {
        hooks.add(listener);
        services.start();
        services.componentUnregistered(new JID("conference.example.org"));

        existing.clear();
        executor.advance(Duration.ofSeconds(1));

        verify(listener, times(1)).serviceRemoved("conference.example.org");
    }

    @Test
    void serviceThatComesBackIsReportedAgain() {
        hooks.add(listener);
        services.start();
        existing.clear();
        services.componentUnregistered(new JID("conference.example.org"));

        create("conference.example.org");
        services.componentRegistered(new JID("conference.example.org"));

        verify(listener, times(2)).serviceAdded("conference.example.org");
        assertThat(services.isServiceAddress("conference.example.org")).isTrue();
    }

    @Test
    void serviceThatGaveWayToAnotherOfTheSameNameIsReportedAsBoth() {
        hooks.add(listener);
        services.start();
        existing.clear();
        create("conference.example.org");

        services.componentRegistered(new JID("conference.example.org"));

        final InOrder order = inOrder(listener);
        order.verify(listener).serviceAdded("conference.example.org");
        order.verify(listener).serviceRemoved("conference.example.org");
        order.verify(listener).serviceAdded("conference.example.org");
        order.verifyNoMoreInteractions();
    }

    /** What the server says when another server of the cluster, with services of the same names, leaves or dies. */
    @Test
    void serviceThatIsStillHereIsKeptWhenAnotherServerLeavesTheCluster() {
        create("rooms.example.org");
        hooks.add(listener);
        services.start();

        services.componentUnregistered(new JID("conference.example.org"));
        services.componentUnregistered(new JID("rooms.example.org"));
        services.componentUnregistered(new JID("search.example.org"));
        executor.advance(Duration.ofMinutes(1));

        verify(listener, never()).serviceRemoved(anyString());
        assertThat(services.isServiceAddress("conference.example.org")).isTrue();
        assertThat(services.isRoomAddress("garden@rooms.example.org")).isTrue();
        assertThat(executor.waitingCount()).isZero();
    }

    /** The island that loses its members gets all events again when the split heals, in whatever order. */
    @Test
    void servicesAreThoseOfTheServerAfterASplitHasHealed() {
        hooks.add(listener);
        services.start();
        create("rooms.example.org");

        services.componentUnregistered(new JID("conference.example.org"));
        services.componentUnregistered(new JID("rooms.example.org"));
        services.componentRegistered(new JID("conference.example.org"));
        executor.advance(Duration.ofMinutes(1));

        verify(listener, times(1)).serviceAdded("conference.example.org");
        verify(listener, times(1)).serviceAdded("rooms.example.org");
        verify(listener, never()).serviceRemoved(anyString());
    }

    @Test
    void stopReportsEveryServiceAsRemovedAndEndsTheWatch() {
        hooks.add(listener);
        services.start();
        services.componentRegistered(new JID("rooms.example.org"));

        services.stop();
        create("rooms.example.org");
        executor.advance(Duration.ofMinutes(1));

        verify(components).removeListener(services);
        verify(listener).serviceRemoved("conference.example.org");
        verify(listener, never()).serviceAdded("rooms.example.org");
        assertThat(services.isServiceAddress("conference.example.org")).isFalse();
    }

    @Test
    void watchCanBeStartedAgain() {
        hooks.add(listener);
        services.start();
        services.stop();

        services.start();

        verify(listener, times(2)).serviceAdded("conference.example.org");
    }

    @Test
    void listenerThatWasRemovedHearsNothing() {
        hooks.add(listener);
        hooks.remove(listener);

        services.start();

        verifyNoMoreInteractions(listener);
    }

    @Test
    void listenerThatFailsDoesNotKeepOthersFromHearing() {
        final MucServiceListener failing = mock(MucServiceListener.class);
        doThrow(new IllegalStateException("as the test wants it")).when(failing).serviceAdded(any());
        final LogListener log = new LogListener(ErrorHandler.class);
        hooks.add(failing);
        hooks.add(listener);

        services.start();

        log.close();
        verify(listener).serviceAdded("conference.example.org");
        assertThat(log.heard(Level.ERROR)).hasSize(1);
    }

    @Test
    void laterListenerThatFailsForOneServiceIsToldOfTheOthers() {
        create("rooms.example.org");
        doThrow(new IllegalStateException("as the test wants it")).when(listener).serviceAdded(any());
        services.start();

        try (LogListener log = new LogListener(ErrorHandler.class)) {
            hooks.add(listener);
            assertThat(log.heard(Level.ERROR)).isNotEmpty();
        }

        verify(listener).serviceAdded("conference.example.org");
        verify(listener).serviceAdded("rooms.example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.org", "room@conference.example.org", "conference.example.org/x",
        "xconference.example.org", "conference.example.or"})
    void otherAddressIsNone(final String address) {
        services.start();

        assertThat(services.isServiceAddress(address)).isFalse();
        assertThat(services.isServiceAddress(null)).isFalse();
        assertThat(services.isServiceAddress("CONFERENCE.example.org")).isTrue();
    }
}

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
package org.igniterealtime.openfire.plugin.mucpulse.admin.commands;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.admin.commands.Command.Action;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.PacketError.Condition;

/**
 * Carries out requests for the plugin's commands, in sessions of its own. Whether the requester may use the command is
 * asked at every step. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0050.html">XEP-0050: Ad-Hoc Commands</a>
 */
final class CommandProcessor {

    /** The namespace of commands. */
    static final String NAMESPACE = Namespaces.COMMANDS;

    private static final String STANZAS = Namespaces.STANZA_ERRORS;
    private static final QName COMMAND = QName.get("command", NAMESPACE);
    private static final String NODE = "node";
    private static final String SESSION = "sessionid";
    private static final String ACTION = "action";
    private static final String BAD_SESSION = "bad-sessionid";

    private final CommandSessions sessions;

    CommandProcessor(@Nonnull final CommandSessions sessions) {
        this.sessions = sessions;
    }

    /**
     * Carries out a request.
     *
     * @param request a request whose content is a {@code <command/>} of the commands' namespace
     * @param command the command that it names
     * @return the answer, and when it is due
     */
    @Nonnull
    CommandReply process(@Nonnull final IQ request, @Nonnull final Command command) {
        final Element content = request.getChildElement();
        final JID requester = request.getFrom();
        final String id = content.attributeValue(SESSION);
        if (request.getType() != IQ.Type.set) {
            return refused(request, Condition.bad_request, null);
        }
        if (requester == null || !command.hasPermission(requester)) {
            if (requester != null && id != null) {
                sessions.find(id, requester, command.getCode()).ifPresent(sessions::end);
            }
            return refused(request, Condition.forbidden, null);
        }
        final Optional<Action> action = action(content);
        if (action.isEmpty()) {
            return refused(request, Condition.bad_request, "malformed-action");
        }
        if (id == null) {
            return action.get() == Action.EXECUTE ? begin(request, command)
                : refused(request, Condition.bad_request, "bad-action");
        }
        final Optional<CommandSession> found = sessions.find(id, requester, command.getCode());
        if (found.isEmpty()) {
            return refused(request, Condition.bad_request, BAD_SESSION);
        }
        final CommandSession session = found.get();
        if (sessions.isExpired(session)) {
            sessions.end(session);
            return refused(request, Condition.not_allowed, "session-expired");
        }
        synchronized (session) {
            return sessions.isOpen(session) ? proceed(request, command, session, action.get())
                : refused(request, Condition.bad_request, BAD_SESSION);
        }
    }

    private static Optional<Action> action(final Element content) {
        final String word = content.attributeValue(ACTION, "");
        return word.isEmpty() ? Optional.of(Action.EXECUTE)
            : List.of(Action.values()).stream().filter(action -> action.word().equals(word)).findFirst();
    }

    private CommandReply begin(final IQ request, final Command command) {
        final JID requester = request.getFrom();
        if (!command.hasStages()) {
            final CommandSession session = sessions.transientOf(requester, command.getCode());
            return finish(answer(request, command, session, "completed"), command, session);
        }
        final CommandSession session = sessions.open(requester, command.getCode());
        synchronized (session) {
            return CommandReply.now(show(request, command, session));
        }
    }

    private static CommandReply finish(final IQ answer, final Command command, final CommandSession session) {
        return new CommandReply(answer, command.carryOut(session, answer.getChildElement()));
    }

    private CommandReply proceed(final IQ request, final Command command, final CommandSession session,
                                 final Action wanted) {
        if (wanted == Action.CANCEL) {
            sessions.end(session);
            return CommandReply.now(answer(request, command, session, "canceled"));
        }
        final Action action = wanted == Action.EXECUTE ? session.actions().get(0) : wanted;
        if (!session.actions().contains(action)) {
            return refused(request, Condition.bad_request, "bad-action");
        }
        if (action == Action.PREV) {
            session.setStage(session.getStage() - 1);
            return CommandReply.now(show(request, command, session));
        }
        final Optional<Map<String, List<String>>> form =
            SubmittedForm.read(request.getChildElement(), command.getCode(), command.multiValuedFields());
        if (form.isEmpty() || !session.hasShown(form.get().keySet())) {
            return refused(request, Condition.bad_request, "bad-payload");
        }
        if (request.getChildElement().element(QName.get("x", Namespaces.DATA_FORM)) != null) {
            sessions.fill(session, form.get());
        }
        if (action == Action.COMPLETE) {
            sessions.end(session);
            return finish(answer(request, command, session, "completed"), command, session);
        }
        final List<List<String>> objections = command.objections(session);
        if (objections.isEmpty()) {
            session.setStage(session.getStage() + 1);
            return CommandReply.now(show(request, command, session));
        }
        final IQ answer = show(request, command, session);
        LocalizedForm.addErrors(answer.getChildElement(), command.texts(session), objections);
        return CommandReply.now(answer);
    }

    /** Shows the present stage, and what can be done there; that it can be canceled goes without saying. */
    private static IQ show(final IQ request, final Command command, final CommandSession session) {
        final IQ answer = answer(request, command, session, "executing");
        final Element content = answer.getChildElement();
        command.addStage(session, content);
        session.show(LocalizedForm.fields(content));
        final List<Action> offered = command.actions(session);
        session.offer(offered);
        final Element actions = content.addElement(QName.get("actions", NAMESPACE));
        offered.stream().sorted().forEach(action -> actions.addElement(QName.get(action.word(), NAMESPACE)));
        actions.addAttribute(Action.EXECUTE.word(), offered.get(0).word());
        return answer;
    }

    private static IQ answer(final IQ request, final Command command, final CommandSession session,
                             final String status) {
        final IQ answer = IQ.createResultIQ(request);
        answer.setChildElement("command", NAMESPACE).addAttribute(SESSION, session.getId())
            .addAttribute(NODE, command.getCode()).addAttribute("status", status);
        return answer;
    }

    /**
     * Refuses a request. Of its content only the command itself is repeated, not what is in it.
     *
     * @param request the request
     * @param condition what is wrong
     * @param detail the condition of XEP-0050 §4.5, none where there is none
     * @return the answer
     */
    @Nonnull
    static IQ refuse(@Nonnull final IQ request, @Nonnull final Condition condition, @Nullable final String detail) {
        final PacketError error = new PacketError(condition);
        if (detail != null) {
            error.setApplicationCondition(detail, NAMESPACE);
        }
        final IQ answer = withoutContent(request);
        answer.setError(error);
        return answer;
    }

    private static CommandReply refused(final IQ request, final Condition condition, @Nullable final String detail) {
        return CommandReply.now(refuse(request, condition, detail));
    }

    /**
     * Refuses a request of somebody who sends too many; it can be repeated later.
     *
     * @param request the request
     * @return the answer
     */
    @Nonnull
    static IQ refuseForNow(@Nonnull final IQ request) {
        final IQ answer = withoutContent(request);
        answer.setType(IQ.Type.error);
        // Of this condition, the library of older servers does not know.
        answer.getElement().addElement("error").addAttribute("type", PacketError.Type.wait.toXMPP())
            .addElement(QName.get("policy-violation", STANZAS));
        return answer;
    }

    private static IQ withoutContent(final IQ request) {
        final IQ answer = IQ.createResultIQ(request);
        final Element copy = answer.getElement().addElement(COMMAND);
        for (final String attribute : List.of(NODE, SESSION, ACTION)) {
            final String value = request.getChildElement().attributeValue(attribute);
            if (value != null) {
                copy.addAttribute(attribute, value);
            }
        }
        return answer;
    }
}

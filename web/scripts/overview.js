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
/* Keeps the numbers of the overview fresh, as long as somebody looks at it. */
(function () {
    'use strict';

    var INTERVAL = 5000;
    /* After a request that failed, each time twice as long, but no longer than this. */
    var LONGEST = 60000;
    var pause = INTERVAL;
    var refreshed = new Date();
    var page = document.getElementById('overview');
    var format = new Intl.NumberFormat(page.dataset.language);

    function show(element, text) {
        if (element && element.textContent !== text) {
            element.textContent = text;
        }
    }

    function showNumbers(answer) {
        page.querySelectorAll('[data-metric]').forEach(function (cell) {
            var numbers = cell.dataset.service === '' ? answer.total : answer.services[cell.dataset.service];
            if (numbers && cell.dataset.metric in numbers) {
                show(cell, format.format(numbers[cell.dataset.metric]));
                cell.classList.toggle('mucpulse-dim', numbers[cell.dataset.metric] === 0 && cell.matches('td'));
                fold(cell, numbers[cell.dataset.metric] === 0);
            }
        });
        page.querySelectorAll('[data-figure]').forEach(function (cell) {
            if (cell.dataset.figure in answer.total) {
                show(cell, format.format(answer.total[cell.dataset.figure]));
            }
        });
    }

    /* The sums over all servers of a cluster. */
    function showSums(answer) {
        if (!answer.cluster) {
            return;
        }
        page.querySelectorAll('[data-sum]').forEach(function (cell) {
            if (cell.dataset.sum in answer.cluster.total) {
                show(cell, format.format(answer.cluster.total[cell.dataset.sum]));
            }
        });
        show(page.querySelector('[data-servers]'), format.format(answer.cluster.servers));
        show(document.getElementById('cluster-note'), answer.cluster.note);
    }

    /* Numbers that are zero stand by themselves. */
    function fold(cell, zero) {
        var list = cell.closest('[data-zero]');
        if (list && (list.dataset.zero === 'true') !== zero) {
            var group = list.closest('[data-group]');
            group.querySelector('[data-zero="' + zero + '"]').append(cell.parentElement);
            group.querySelector('details').hidden = !group.querySelector('[data-zero=true] dd');
        }
    }

    /* The server draws the charts. They change once a minute, with the newest sample. */
    function showCharts(answer) {
        var charts = document.getElementById('charts');
        var newest = answer.charts.length === 0 ? charts.dataset.newest : String(answer.charts[0].newest_timestamp_seconds);
        if (newest === charts.dataset.newest) {
            return Promise.resolve();
        }
        return fetch(window.location.href, {credentials: 'same-origin', redirect: 'error'}).then(function (response) {
            return response.ok ? response.text() : Promise.reject(new Error(response.statusText));
        }).then(function (text) {
            var drawn = new DOMParser().parseFromString(text, 'text/html').getElementById('charts');
            var folded = charts.querySelector('details');
            if (folded && folded.open && drawn.querySelector('details')) {
                drawn.querySelector('details').open = true;
            }
            charts.replaceWith(document.adoptNode(drawn));
        });
    }

    /* Lines come and go, with the servers of a cluster for example. */
    function hasOtherLines(answer) {
        var shown = page.querySelectorAll('[data-health]');
        return (document.getElementById('cluster-sums') !== null) !== ('cluster' in answer) || shown.length !== answer.health.length || answer.health.some(function (status) {
            return !page.querySelector('[data-health="' + status.id + '"]');
        });
    }

    function showHealth(answer) {
        if (hasOtherLines(answer)) {
            window.location.reload();
            return;
        }
        answer.health.forEach(function (status) {
            var item = page.querySelector('[data-health="' + status.id + '"]');
            var list = page.querySelector('#health [data-good="' + status.good + '"]');
            show(item.querySelector('strong'), status.value);
            item.className = 'mucpulse-is-' + status.level;
            if (item.parentElement !== list) {
                list.append(item);
            }
        });
        var well = !page.querySelector('#health [data-good=false] li');
        page.querySelector('p.mucpulse-well').hidden = !well;
        page.querySelectorAll('p.mucpulse-ill').forEach(function (line) {
            line.hidden = well;
        });
    }

    function showRooms(answer) {
        var body = page.querySelector('#busiest tbody');
        var busiest = (answer.cluster || answer).busiest;
        if (busiest.length === 0) {
            body.replaceChildren(document.getElementById('quiet').content.cloneNode(true));
            return;
        }
        body.replaceChildren.apply(body, busiest.map(function (busy) {
            var row = document.createElement('tr');
            var head = document.createElement('th');
            var link = document.createElement('a');
            var messages = document.createElement('td');
            head.scope = 'row';
            link.href = 'mucpulse-room.jsp?room=' + encodeURIComponent(busy.room);
            link.textContent = busy.room;
            messages.className = 'mucpulse-number';
            messages.textContent = format.format(busy.messages_per_hour);
            head.append(link);
            row.append(head, messages);
            return row;
        }));
    }

    function showAge(stale) {
        var notice = document.getElementById('stale');
        show(notice.querySelector('strong'), refreshed.toLocaleTimeString(page.dataset.language));
        if (notice.hidden === stale) {
            notice.hidden = !stale;
        }
        page.classList.toggle('mucpulse-stale', stale);
    }

    function request() {
        return fetch(page.dataset.numbers, {credentials: 'same-origin', redirect: 'error'}).then(function (response) {
            if (!response.ok) {
                throw new Error(response.statusText);
            }
            return response.json();
        }).then(function (answer) {
            showNumbers(answer);
            showSums(answer);
            showHealth(answer);
            showRooms(answer);
            return showCharts(answer);
        }).then(function () {
            refreshed = new Date();
            pause = INTERVAL;
            showAge(false);
            page.dataset.refreshed = Date.now();
        });
    }

    function refresh() {
        if (document.hidden) {
            window.setTimeout(refresh, INTERVAL);
            return;
        }
        request().catch(function () {
            // Somebody has logged out, or the server is being restarted.
            pause = Math.min(2 * pause, LONGEST);
            showAge(true);
        }).then(function () {
            window.setTimeout(refresh, pause);
        });
    }

    window.setTimeout(refresh, INTERVAL);
}());

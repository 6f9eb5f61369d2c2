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
/* Conveniences of the form with the settings, which can be used without. */
(function () {
    'use strict';

    /* Enter saves from where one is, and not from the first group. */
    document.getElementById('settings').addEventListener('keydown', function (event) {
        if (event.key === 'Enter' && event.target.matches('input')) {
            event.preventDefault();
            event.target.closest('fieldset').querySelector('button[name=save]').click();
        }
    });

    /* A further row below those of a table. */
    document.querySelectorAll('button[data-add]').forEach(function (button) {
        button.hidden = false;
        button.addEventListener('click', function () {
            var body = document.getElementById(button.dataset.add).tBodies[0];
            var row = body.rows[body.rows.length - 1].cloneNode(true);
            row.querySelectorAll('input, select').forEach(function (field) {
                field.name = field.name.replace(/[0-9]+$/, body.rows.length);
                field.value = '';
            });
            body.append(row);
            row.querySelector('input').focus();
        });
    });

    /* A link to something that is folded unfolds it. */
    function unfold() {
        var target = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
        var folded = target && target.closest('details');
        if (folded) {
            folded.open = true;
            target.scrollIntoView();
        }
        if (target && target.matches('input, select, textarea')) {
            target.focus();
        }
    }

    window.addEventListener('hashchange', unfold);
    unfold();
}());

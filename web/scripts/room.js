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
/* Chooses all rows of a table at once. */
(function () {
    'use strict';

    document.querySelectorAll('form[data-picks]').forEach(function (form) {
        var all = form.querySelector('[data-all]');
        var rows = Array.from(form.querySelectorAll('tbody input[type=checkbox]'));

        function show() {
            var chosen = rows.filter(function (row) { return row.checked; }).length;
            all.checked = chosen === rows.length;
            all.indeterminate = chosen > 0 && chosen < rows.length;
        }

        all.hidden = false;
        all.addEventListener('change', function () {
            rows.forEach(function (row) { row.checked = all.checked; });
        });
        form.addEventListener('change', show);
        show();
    });
}());

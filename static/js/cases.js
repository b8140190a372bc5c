// Conveniences of legal-aid pages; every page works without them.
(function () {
  "use strict";

  // One choice for all claims fills the table at once, as the button does on the server.
  function won(code) { return ["settled", "awarded", "partly_awarded"].indexOf(code) >= 0; }

  function fill(form) {
    var code = form.elements.all_code.value;
    var day = form.elements.all_received_on.value;
    form.querySelectorAll("tr[data-claimed]").forEach(function (row) {
      var select = row.querySelector("select");
      var amount = row.querySelector("input[name$='-amount']");
      var received = row.querySelector("input[name$='-received']");
      var on = row.querySelector("input[name$='-received_on']");
      if (code) {
        select.value = code;
        if (!won(code)) {
          amount.value = received.value = on.value = "";
        } else if (!amount.value) {
          amount.value = row.dataset.claimed.replace(/[^0-9.,]/g, "");
        }
      }
      if (day && amount.value) {
        received.value = received.value || amount.value;
        on.value = day;
      }
    });
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // A long list is narrowed as one types; without script it is all there.
  document.querySelectorAll("[data-filters]").forEach(function (box) {
    var rows = document.querySelectorAll(box.dataset.filters + " > li");
    if (rows.length < 8) return;
    box.hidden = false;
    box.querySelector("input").addEventListener("input", function (event) {
      var wanted = event.target.value.trim().toLowerCase();
      rows.forEach(function (row) {
        row.hidden = !row.querySelector(":checked") && row.textContent.toLowerCase().indexOf(wanted) < 0;
      });
    });
    box.querySelector("input").addEventListener("keydown", function (event) {
      if (event.key === "Enter") event.preventDefault();
    });
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest("form[data-outcomes] button[value='fill']");
    if (!button) return;
    event.preventDefault();
    fill(button.form);
  });
})();

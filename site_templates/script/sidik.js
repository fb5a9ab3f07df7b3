/* Membandingkan sidik yang diketik dengan sidik halaman ini; tanpa skrip orang membandingkannya dengan mata. */
(function () {
  "use strict";
  var form = document.getElementById("banding"), shown = document.getElementById("sidik");
  if (!form || !shown) return;
  var typed = document.getElementById("ketik"), result = document.getElementById("hasil");
  function plain(text) { return text.toLowerCase().replace(/[^0-9a-f]/g, ""); }
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  typed.addEventListener("input", function () {
    var text = plain(typed.value), same = text.length >= 8 && plain(shown.textContent).indexOf(text) === 0;
    result.textContent = text.length < 8 ? "" : same ? result.dataset.sama : result.dataset.beda;
    result.className = same ? "sama" : "beda";
  });
})();

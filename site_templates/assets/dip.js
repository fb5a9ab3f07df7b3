/* Pencarian, saringan, dan penyalinan. Tanpa skrip ini seluruh daftar tetap terbaca. */
(function () {
  "use strict";
  var find = function (id) { return document.getElementById(id); };

  // Links name index.html so that they work from a folder on disk; over http the address stays short.
  if (/^http/.test(location.protocol) && /\/index\.html$/.test(location.pathname)) {
    history.replaceState(null, "", location.pathname.replace(/index\.html$/, "") + location.search + location.hash);
  }

  document.querySelectorAll("[data-salin]").forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(find(button.dataset.salin).textContent).then(function () {
        button.parentNode.querySelector("[role=status]").textContent = "Kutipan tersalin.";
      });
    });
  });

  var form = find("cari");
  if (!form) return;

  function fold(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/\s+/g, " ");
  }

  var sections = [].map.call(document.querySelectorAll(".golongan"), function (element) {
    return { element: element, list: element.querySelector("ol"), count: element.querySelector(".banyak") };
  });
  var entries = [];
  sections.forEach(function (section) {
    if (!section.list) return;
    [].forEach.call(section.list.children, function (element, place) {
      var data = element.dataset;
      entries.push({
        element: element, section: section, place: place, text: fold(element.id + " " + element.textContent), kelas: section.element.id,
        unit: data.unit, tahun: data.tahun.split(" "), bentuk: data.bentuk.split(" "), waktu: data.waktu, mutakhir: data.mutakhir,
        judul: fold(element.querySelector("h3").textContent), dok: element.querySelector(".dokumen") ? "ya" : "tidak", shown: true
      });
    });
  });

  var NAMES = ["q", "kelas", "unit", "tahun", "bentuk", "dok", "urut"];
  var ORDERS = {
    "": function (a, b) { return a.place - b.place; },
    mutakhir: function (a, b) { return b.mutakhir < a.mutakhir ? -1 : b.mutakhir > a.mutakhir ? 1 : a.place - b.place; },
    waktu: function (a, b) { return b.waktu < a.waktu ? -1 : b.waktu > a.waktu ? 1 : a.place - b.place; },
    judul: function (a, b) { return a.judul.localeCompare(b.judul, "id") || a.place - b.place; }
  };
  var order = "";

  function state() {
    var now = {};
    NAMES.forEach(function (name) { now[name] = form.elements[name].value.trim(); });
    return now;
  }

  function fits(entry, now, words) {
    return (!now.kelas || entry.kelas === now.kelas) && (!now.unit || entry.unit === now.unit) &&
      (!now.tahun || entry.tahun.indexOf(now.tahun) >= 0) && (!now.bentuk || entry.bentuk.indexOf(now.bentuk) >= 0) &&
      (!now.dok || entry.dok === now.dok) && words.every(function (word) { return entry.text.indexOf(word) >= 0; });
  }

  function arrange(wanted) {
    if (wanted === order || !ORDERS[wanted]) return;
    order = wanted;
    sections.forEach(function (section) {
      if (!section.list) return;
      var own = entries.filter(function (entry) { return entry.section === section; }).sort(ORDERS[order]);
      own.forEach(function (entry) { section.list.appendChild(entry.element); });
    });
  }

  function plain(number) { return number.toLocaleString("id-ID"); }

  function show() {
    var now = state(), words = fold(now.q).split(" ").filter(Boolean), total = 0;
    var active = NAMES.filter(function (name) { return name !== "q" && name !== "urut" && now[name]; }).length;
    sections.forEach(function (section) { section.found = 0; });
    entries.forEach(function (entry) {
      var shown = fits(entry, now, words);
      if (shown !== entry.shown) { entry.element.hidden = !shown; entry.shown = shown; }
      if (shown) { entry.section.found += 1; total += 1; }
    });
    arrange(now.urut);
    var narrowed = active > 0 || words.length > 0;
    sections.forEach(function (section) {
      var all = Number(section.count.dataset.semua);
      section.element.hidden = narrowed && section.found === 0;
      section.count.textContent = narrowed ? plain(section.found) + " dari " + plain(all) : plain(all);
    });
    find("jumlah").textContent = narrowed ? plain(total) + " dari " + plain(entries.length) + " informasi" : plain(entries.length) + " informasi";
    find("kosong").hidden = total > 0 || !narrowed;
    find("ulang").hidden = !narrowed && !now.urut;
    find("terpasang").textContent = active ? " (" + active + ")" : "";
  }

  function remember() {
    var now = state(), query = new URLSearchParams();
    NAMES.forEach(function (name) { if (now[name]) query.set(name, now[name]); });
    var text = query.toString();
    try { history.replaceState(null, "", location.pathname + (text ? "?" + text : "") + location.hash); } catch (refused) { /* file:// */ }
  }

  function recall() {
    var query = new URLSearchParams(location.search);
    NAMES.forEach(function (name) { form.elements[name].value = query.get(name) || ""; });
    NAMES.forEach(function (name) { if (form.elements[name].selectedIndex === -1) form.elements[name].value = ""; });
    show();
  }

  form.addEventListener("input", function () { show(); remember(); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(function () { show(); remember(); find("q").focus(); }); });
  window.addEventListener("popstate", recall);
  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    event.preventDefault();
    find("q").focus();
  });
  form.hidden = false;
  form.querySelector("details").open = window.matchMedia("(min-width: 62rem)").matches;
  recall();
})();

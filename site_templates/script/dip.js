/* Pencarian, saringan, dan penyalinan. Diterbitkan bersama cari.js, yang memahami kata-kata, sebagai satu berkas. Tanpa skrip ini seluruh daftar tetap terbaca.
   Daftar yang panjang datang sebagian-sebagian: setiap berkas data/cari/ memanggil DIP.terima. */
(function () {
  "use strict";
  var find = function (id) { return document.getElementById(id); };

  // Links name index.html so that they work from a folder on disk; over http the address stays short.
  if (/^http/.test(location.protocol) && /\/index\.html$/.test(location.pathname)) {
    history.replaceState(history.state, "", location.pathname.replace(/index\.html$/, "") + location.search + location.hash);
  }

  document.querySelectorAll("[data-salin]").forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(find(button.dataset.salin).textContent).then(function () {
        button.parentNode.querySelector("[role=status]").textContent = button.dataset.tersalin;
      });
    });
  });

  var form = find("cari");
  if (!form) return;

  var NAMES = ["q", "kelas", "unit", "tahun", "bentuk", "dok", "urut"];
  var STEP = 20, SHARE = 6, PAUSE = 250;
  var SLICE = 6;     // milliseconds of work before a letter may come between
  var SURE = 0.65;   // who finds nothing better than this is invited to ask
  var point = document.documentElement.lang === "en" ? "," : ".", letters;
  var pattern = find("pola"), units = [].map.call(form.elements.unit.options, function (option) { return option.value; });
  var entries = [], documents = [], working = false, known = {}, sections = {}, order = [], index;
  var waiting = pattern ? pattern.dataset.bagian.split(" ") : [], parts = waiting.length, under_way = 0, failed = false, asked = !parts;

  // Intl would load a locale before the page answers: tens of milliseconds on a cheap phone.
  function counted(number) { return String(number).replace(/\B(?=(\d{3})+$)/g, point); }
  function compare(a, b) { return (letters = letters || new Intl.Collator("id", { numeric: true })).compare(a, b); }

  function fold(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/\s+/g, " ");
  }

  function sectionOf(element) {
    return {
      element: element, list: element.querySelector("ol"), count: element.querySelector(".banyak"), more: element.querySelector("[data-lagi]"),
      rest: element.querySelector(".semua a"), name: element.querySelector("h2").firstChild.data.trim(),
      total: Number(element.querySelector(".banyak").dataset.semua), found: 0, limit: parts ? STEP : Infinity, shown: [], wanted: []
    };
  }

  [].forEach.call(document.querySelectorAll(".golongan"), function (element) { order.push(sections[element.id] = sectionOf(element)); });

  /* What a search finds stands in one list, the best first; without one, each class has its own. */
  function made(name, parent, words) { return Object.assign(parent.appendChild(document.createElement(name)), words); }

  var result = (function () {
    var element = made("section", document.createDocumentFragment(), { id: "temuan", className: "golongan temuan", hidden: true });
    element.setAttribute("aria-labelledby", made("h2", element, { id: "h-temuan", textContent: form.dataset.hasil + " " }).id);
    made("span", element.firstChild, { className: "banyak" }).dataset.semua = "0";
    made("p", element, { id: "juga", className: "arti", hidden: true });
    made("ol", element, { className: "entri" });
    made("button", made("p", element, { className: "semua" }), { type: "button", textContent: form.dataset.lagi, hidden: true }).dataset.lagi = "";
    find("daftar").prepend(element);
    return sectionOf(element);
  })();
  var listed = form.elements.urut.options[0].text;

  /* Whole before a search of a short list; of a long one what has been learnt by then. */
  function understand() { learn(parts ? 0 : Infinity); }

  function learn(until) {
    var words = find("kosakata");
    index = index || DIPCari(words ? words.dataset : {});
    while (documents.length < entries.length && performance.now() < until) {
      var entry = entries[documents.length];
      documents[index.tambah(entry)] = entry;
    }
    return documents.length === entries.length;
  }

  /* The rows of the page are read when they are first needed: until then the page is only a page. */
  function read() {
    if (read.done) return;
    read.done = true;
    order.forEach(function (section) { if (section.list) [].forEach.call(section.list.children, function (row) { fromPage(row, section); }); });
  }

  function fromPage(row, section) {
    var data = row.dataset;
    var entry = {
      id: row.id, element: row, section: section, place: row.value, kelas: section.element.id, unit: data.unit, tahun: data.tahun.split(" "),
      bentuk: data.bentuk, waktu: data.waktu, mutakhir: data.mutakhir, judul: row.querySelector("h3").textContent,
      dok: row.querySelector(".dokumen") ? "ya" : "tidak", isi: textOf(row, ".isi, .dokumen"), lain: textOf(row, "dd")
    };
    known[row.id] = entry;
    section.shown.push(row);
    if (!parts) entries.push(entry);
  }

  function textOf(row, names) { return [].map.call(row.querySelectorAll(names), function (each) { return each.textContent; }).join(" "); }

  function fromData(kelas, row) {
    var documents = row[12], name = nameOf(row[1]);
    var entry = {
      id: row[0], row: row, section: sections[kelas], kelas: kelas, unit: row[1], tahun: span(row[6], row[7]), bentuk: row[9].toLowerCase(), waktu: row[7],
      mutakhir: row[11], judul: row[2], dok: documents.length ? "ya" : "tidak", element: known[row[0]] && known[row[0]].element,
      isi: [row[3]].concat(documents.map(function (link) { return link[0] + " " + link[2]; })).join(" "), lain: [name, row[4], row[5], row[8], row[9], row[10]].join(" ")
    };
    return entry;
  }

  function nameOf(unit) {
    var place = units.indexOf(unit);
    return place > 0 ? form.elements.unit.options[place].text : unit;
  }

  function span(first, last) {
    var years = [];
    for (var year = Number(first.slice(0, 4)), end = Number((last || first).slice(0, 4)); year && year <= end; year += 1) years.push(String(year));
    return years;
  }

  /* A row of a long list is drawn when it is first shown. */
  function draw(entry) {
    var row = entry.row, element = pattern.content.firstElementChild.cloneNode(true), parts = element.children;
    var title = element.querySelector("h3 a"), list = element.querySelector(".dokumen"), link = list.firstElementChild;
    element.id = row[0];
    title.textContent = row[2];
    title.setAttribute("href", pattern.dataset.ke + row[0] + "/index.html");
    element.querySelector(".isi").textContent = row[3];
    element.querySelector(".kode").textContent = row[0];
    list.textContent = "";
    row[12].forEach(function (each) {
      var item = link.cloneNode(true);
      item.firstElementChild.textContent = each[0];
      item.firstElementChild.setAttribute("href", each[1]);
      item.lastElementChild.textContent = kinds[each[2]] || each[2];
      list.appendChild(item);
    });
    if (!row[12].length) list.remove();
    var told = [nameOf(row[1]), row[4], row[5] + ", " + row[8], kinds[row[9]] || row[9], row[10]];
    parts[2].querySelectorAll("dd").forEach(function (each, place) { each.textContent = told[place]; });
    return element;
  }

  var kinds = {};
  (pattern ? pattern.dataset.jenis : "").split(";").forEach(function (pair) { var cut = pair.indexOf("="); kinds[pair.slice(0, cut)] = pair.slice(cut + 1); });

  /* ---- loading -------------------------------------------------------------------------------------------------- */

  window.DIP = {
    terima: function (kelas, rows) { rows.forEach(function (row) { entries.push(fromData(kelas, row)); }); }
  };

  function load() {
    if (!asked) { asked = true; show(); }
    while (under_way < SHARE && waiting.length) fetchPart(waiting.shift());
  }

  function fetchPart(name) {
    var script = document.createElement("script");
    under_way += 1;
    script.src = pattern.dataset.dari + name.replace("?", ".js?");
    script.onload = script.onerror = function (event) {
      under_way -= 1;
      failed = failed || event.type === "error";
      script.remove();
      load();
      next();
      if (waiting.length && waiting.length % SHARE === 0) requestAnimationFrame(show);
    };
    document.head.appendChild(script);
  }

  /* Rows are learnt, and the whole list made ready, a little at a time: nobody's letter waits for it. */
  function next() {
    if (working) return;
    working = true;
    setTimeout(function () { working = false; work(); });
  }

  function work() {
    if (!learn(performance.now() + SLICE)) next();
    else if (!under_way && !waiting.length && steps.length) { steps.shift()(); next(); }
  }

  // Once round before anybody types: the first letter should be as quick as the others.
  var steps = !parts ? [] : [arrange, function () { index.siap(); }].concat([0, 1, 2].map(function (round) {
    return function () { select({ q: "laporan x" + "qzxqzxq".slice(round) }); };
  }), function () { parts = 0; show(); });

  /* The list is whole: put it in its one order and number it. */
  function arrange() {
    entries.forEach(function (entry) {
      entry.rank = order.indexOf(entry.section) * 1000 + (units.indexOf(entry.unit) + 1 || 999);
      entry.number = Number(entry.id.split("-")[1]);
    });
    entries.sort(function (a, b) { return a.rank - b.rank || (a.unit < b.unit ? -1 : a.unit > b.unit ? 1 : 0) || a.number - b.number || (a.id < b.id ? -1 : 1); });
    entries.forEach(function (entry, place) { entry.place = place + 1; });
  }

  /* ---- showing -------------------------------------------------------------------------------------------------- */

  var ORDERS = {
    "": function (a, b) { return a.place - b.place; },
    mutakhir: function (a, b) { return b.mutakhir < a.mutakhir ? -1 : b.mutakhir > a.mutakhir ? 1 : a.place - b.place; },
    waktu: function (a, b) { return b.waktu < a.waktu ? -1 : b.waktu > a.waktu ? 1 : a.place - b.place; },
    judul: function (a, b) { return compare(a.judul, b.judul) || a.place - b.place; }
  };
  var sorted = "";

  function state() {
    var now = {};
    NAMES.forEach(function (name) { now[name] = form.elements[name].value.trim(); });
    return now;
  }

  function fits(entry, now) {
    return !(now.kelas && entry.kelas !== now.kelas || now.unit && entry.unit !== now.unit || now.dok && entry.dok !== now.dok ||
             now.bentuk && entry.bentuk.indexOf(now.bentuk) < 0 || now.tahun && entry.tahun.indexOf(now.tahun) < 0);
  }

  /* Puts into each section what it should show; gives what the search understood. */
  function select(now) {
    if (now.urut !== sorted && ORDERS[now.urut] && !parts) entries.sort(ORDERS[sorted = now.urut]);
    order.concat(result).forEach(function (section) { section.found = 0; section.wanted = []; });
    if (now.q) return search(now);
    entries.forEach(function (entry) {
      if (!fits(entry, now)) return;
      entry.section.found += 1;
      if (entry.section.found <= entry.section.limit) entry.section.wanted.push(entry);
    });
    return { share: 1, also: [], words: [] };
  }

  function search(now) {
    var told = index.cari(now.q, function (at) { return fits(documents[at], now); }, function (a, b) { return documents[a].place - documents[b].place || 0; });
    if (now.urut && ORDERS[now.urut]) told.rows.sort(function (a, b) { return ORDERS[now.urut](documents[a], documents[b]); });
    result.found = told.rows.length;
    result.wanted = told.rows.slice(0, result.limit).map(function (at) { return documents[at]; });
    return told;
  }

  function fill(section) {
    if (!section.list) return;
    var rows = section.wanted.map(function (entry) {
      var element = entry.element || (entry.element = draw(entry));
      if (entry.row && entry.place) {
        element.value = entry.place;
        element.querySelector(".nomor").lastChild.textContent = counted(entry.place);
      }
      element.style.setProperty("--asal", JSON.stringify(entry.section.name));
      return element;
    });
    if (rows.length === section.shown.length && rows.every(function (row, place) { return row === section.shown[place]; })) return;
    section.shown = rows;
    section.list.replaceChildren.apply(section.list, rows);
  }

  /* What was found is marked once typing pauses; the page itself stays as it is. */
  function mark(words) {
    if (!window.Highlight) return;
    CSS.highlights.delete("temu");
    if (!words.length) return;
    var found = new Highlight();
    order.concat(result).forEach(function (section) {
      section.shown.forEach(function (row) {
        [].forEach.call(row.querySelectorAll("h3 a, .isi, .dokumen a, .kode, dd"), function (each) { markIn(each.firstChild, words, found); });
      });
    });
    CSS.highlights.set("temu", found);
  }

  function markIn(node, words, found) {
    var text = node ? node.data.normalize("NFC") : "", folded = fold(text);
    // Letters that fold into more or fewer than one would shift the marks.
    if (!node || text !== node.data || folded.length !== text.length) return;
    words.forEach(function (word) {
      for (var at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
        var range = new StaticRange({ startContainer: node, startOffset: at, endContainer: node, endOffset: at + word.length });
        found.add(range);
      }
    });
  }

  function tell(text) {
    find("jumlah").textContent = text;
    clearTimeout(tell.later);
    tell.later = setTimeout(function () { if (tell.last !== text) find("kabar").textContent = tell.last = text; }, 600);
  }

  function show() {
    var now = state(), asks = now.q !== "";
    var active = NAMES.filter(function (name) { return name !== "q" && name !== "urut" && now[name]; }).length, narrowed = active > 0 || asks;
    var total = 0, found = 0;
    if (!read.done && !narrowed && !now.urut) return;
    read();
    find("ulang").hidden = !narrowed && !now.urut;
    find("terpasang").textContent = active ? " (" + active + ")" : "";
    order.forEach(function (section) { total += section.total; });
    if ((narrowed || now.urut) && parts && !asked) { load(); return; }
    if (parts && !(asked && narrowed)) { tell(asked ? form.dataset.memuat : counted(total) + " " + form.dataset.unit); return; }
    understand();
    var told = select(now);
    clearTimeout(mark.later);
    mark.later = setTimeout(mark, PAUSE, told.words);
    form.elements.urut.options[0].text = asks ? form.dataset.cocok : listed;
    result.total = total;
    order.concat(result).forEach(function (section) {
      found += section.found;
      section.element.hidden = (narrowed || section === result) && !section.found;
      section.count.textContent = narrowed ? counted(section.found) + " " + form.dataset.dari + " " + counted(section.total) : counted(section.total);
      if (section.more) section.more.hidden = section.found <= section.limit;
      if (section.rest) section.rest.hidden = narrowed;
    });
    // A row that stands in one list is taken from the other before it is put there.
    (asks ? order.concat(result) : [result].concat(order)).forEach(fill);
    find("juga").hidden = !told.also.length;
    find("juga").textContent = form.dataset.juga + " " + told.also.join(", ");
    invite(now.q, !parts && narrowed && (!found || told.share < SURE), found);
    if (parts) { tell(counted(found) + " " + form.dataset.unit + ". " + form.dataset.memuat); return; }
    tell((narrowed ? counted(found) + " " + form.dataset.dari + " " : "") + counted(total) + " " + form.dataset.unit + (failed ? ". " + form.dataset.gagal : ""));
    comeBack();
  }

  /* Who finds nothing, or nothing that fits well, may ask: the letter is begun with the words that were typed. */
  function invite(typed, yes, found) {
    var place = find("kosong"), title = place.querySelector("h2"), letter = place.querySelector("[data-surat]");
    invite.none = invite.none || title.textContent;
    title.textContent = found && place.dataset.dekat || invite.none;
    place.classList.toggle("dekat", found > 0);
    place.hidden = !yes;
    if (yes && letter) letter.href = letter.dataset.surat.replace("%7Bkata%7D", encodeURIComponent(typed.slice(0, 200).replace(/\p{Cs}/gu, "")));
  }

  order.concat(result).forEach(function (section) {
    if (!section.more) return;
    section.more.hidden = section === result;
    section.more.addEventListener("click", function () {
      var last = section.shown[section.shown.length - 1];
      section.limit += 2 * STEP;
      read();
      if (parts && !asked) load();
      show();
      if (!parts && last && last.nextElementSibling) last.nextElementSibling.querySelector("h3 a").focus();
    });
  });

  /* ---- the address ---------------------------------------------------------------------------------------------- */

  var typing = false;

  /* A new search is a step back; the letters of one are not. */
  function remember(begins) {
    var now = state(), query = new URLSearchParams();
    NAMES.forEach(function (name) { if (now[name]) query.set(name, now[name]); });
    var text = query.toString(), address = location.pathname + (text ? "?" + text : "");
    if (address === location.pathname + location.search) return;
    try { history[begins ? "pushState" : "replaceState"](null, "", address); } catch (refused) { /* file:// */ }
  }

  function recall() {
    var query = new URLSearchParams(location.search);
    NAMES.forEach(function (name) { form.elements[name].value = query.get(name) || ""; });
    NAMES.forEach(function (name) { if (form.elements[name].selectedIndex === -1) form.elements[name].value = ""; });
    again();
  }

  function again() {
    order.forEach(function (section) { section.limit = pattern ? STEP : Infinity; });
    result.limit = STEP;
    show();
  }

  /* Whoever comes back from an entry stands on the row that was left, also where the browser makes the page anew. */
  var left = history.state && history.state.baris;

  function comeBack() {
    var row = left && !form.contains(document.activeElement) && find(left), link = row && row.querySelector("h3 a");
    if (!link || !link.getClientRects().length) return;
    left = "";
    link.focus();
  }

  find("daftar").addEventListener("click", function (event) {
    var row = event.target.closest(".entri > li");
    if (row) try { history.replaceState({ baris: row.id }, ""); } catch (refused) { /* file:// */ }
  });

  form.addEventListener("input", function (event) {
    left = "";
    again();
    clearTimeout(remember.later);
    if (event.target.id !== "q") { remember(true); return; }
    // Writing the address takes longer than searching, so it waits for a pause.
    remember.later = setTimeout(function () { remember(!typing); typing = true; }, PAUSE);
  });
  form.addEventListener("change", function (event) { if (event.target.id === "q") { clearTimeout(remember.later); remember(!typing); } typing = false; });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = document.querySelector("#daftar section:not([hidden]) h3 a");
    if (first) first.focus();
  });
  form.addEventListener("reset", function () { setTimeout(function () { again(); remember(true); find("q").focus(); }); });
  form.addEventListener("focusin", function () { read(); if (parts && !asked) load(); next(); });
  window.addEventListener("popstate", recall);
  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    event.preventDefault();
    find("q").focus();
  });
  find("saring").addEventListener("click", function () { this.setAttribute("aria-expanded", this.getAttribute("aria-expanded") === "false"); });
  recall();
  comeBack();
})();

/* Saringan yang terpasang, satu tombol masing-masing: menekannya melepasnya. */
(function () {
  "use strict";
  var form = document.getElementById("cari"), list;
  if (!form) return;
  list = document.createElement("ul");
  list.className = "terpilih";
  form.querySelector(".hasil").before(list);

  function show() {
    list.textContent = "";
    [].forEach.call(form.querySelectorAll(".pilihan select"), function (select) {
      if (!select.value || select.name === "urut") return;
      var item = document.createElement("li"), button = document.createElement("button"), remove = document.createElement("span");
      button.type = "button";
      button.textContent = select.options[select.selectedIndex].text;
      remove.className = "sr";
      remove.textContent = " " + list.dataset.lepas;
      button.appendChild(remove);
      button.addEventListener("click", function () {
        select.value = "";
        select.dispatchEvent(new Event("input", { bubbles: true }));
        select.focus();
      });
      item.appendChild(button);
      list.appendChild(item);
    });
  }

  list.dataset.lepas = document.getElementById("daftar").dataset.lepas;
  form.addEventListener("input", show);
  form.addEventListener("reset", function () { setTimeout(show); });
  window.addEventListener("popstate", show);
  show();
})();

/* “Dengarkan”: the page read aloud by the browser's own voice, block by block, each in its language. No voice, no button. */
(function () {
  "use strict";
  var button = document.querySelector("[data-dengar]"), speech = window.speechSynthesis;
  if (!button || !speech || !window.SpeechSynthesisUtterance) return;
  var start = button.textContent, TAGS = { en: "en-US", id: "id-ID" }, BLOCKS = "h1, h2, h3, p, dt, dd, li";

  var AS_SAID = [
    [/\bNo\.\s*(?=\d)/g, "nomor "], [/\bJl\.\s*/g, "jalan "], [/\bKab\.\s*/g, "kabupaten "], [/\bTA\s+(?=\d{4}\b)/g, "tahun anggaran "],
    [/\bTW\s+(?=[IV\d])/g, "triwulan "], [/\bs[./]?d\.?\s+(?=\d)/g, "sampai "], [/\bUU\s+(\d+)\/(\d{4})\b/g, "Undang-Undang $1 tahun $2"],
    [/\bUU\b/g, "Undang-Undang"],
    [/(?:(?:jam|pukul)\s+)?\b0?(\d?\d)[.:](\d\d)\s*[–-]\s*0?(\d?\d)[.:](\d\d)\b/gi, function (_, hour, minute, end, last) {
      return "pukul " + clock(hour, minute) + " sampai " + clock(end, last);
    }],
    [/(\S)–(?=\S)/g, "$1 sampai "], [/([a-z])\/(?=[A-Za-z])/g, "$1 "], [/ \/ /g, " atau "], [/\b([A-Z]{2,5})-(?=\d{4})/g, function (_, code) { return letters(code) + " "; }]
  ];
  var A_WORD = /^[IVX]+$|^[^AEIOU]?[AEIOU][^AEIOU][AEIOU][^AEIOU]?$/, LOUD = /[A-Z]{6}/;

  function letters(word) { return word.split("").join(" "); }
  function clock(hour, minute) { return hour + (Number(minute) ? " lewat " + Number(minute) + " menit" : ""); }

  /* As somebody would say it: no addresses, abbreviations in full or letter by letter, spans and times in words. */
  function spoken(text, tag) {
    text = text.replace(/https?:\/\/\S+/g, "").replace(/\s+/g, " ").trim();
    if (tag !== TAGS.id) return text;
    AS_SAID.forEach(function (each) { text = text.replace(each[0], each[1]); });
    return LOUD.test(text) ? text : text.replace(/\b[A-Z]{2,4}\b/g, function (word) { return A_WORD.test(word) ? word : letters(word); });
  }

  var voices = {};

  function voice(tag) {
    return voices[tag] = voices[tag] || speech.getVoices().filter(function (each) { return each.lang.replace("_", "-").slice(0, 2) === tag.slice(0, 2); })[0];
  }

  function appear() { button.hidden = !voice(TAGS.id); }

  function shown(element) {
    return element.getClientRects().length && !element.querySelector(BLOCKS) && !element.closest("form, .dengar, .salin, [aria-hidden]");
  }

  function say(element) {
    var tag = TAGS[element.closest("[lang]").lang] || TAGS.id, words = spoken(element.textContent, tag);
    if (!words) return;
    var utterance = new SpeechSynthesisUtterance(words);
    utterance.lang = tag;
    utterance.voice = voice(tag) || null;
    speech.speak(utterance);
  }

  function state(reading) {
    button.textContent = reading ? button.dataset.berhenti : start;
    button.setAttribute("aria-pressed", reading);
  }

  button.addEventListener("click", function () {
    var reading = button.getAttribute("aria-pressed") === "true";
    speech.cancel();
    state(!reading);
    if (reading) return;
    [].filter.call(document.getElementById(button.dataset.dengar).querySelectorAll(BLOCKS), shown).forEach(say);
    var end = new SpeechSynthesisUtterance(" ");
    end.onend = function () { state(false); };
    speech.speak(end);
  });
  window.addEventListener("pagehide", function () { speech.cancel(); });
  if (speech.addEventListener) speech.addEventListener("voiceschanged", appear);
  appear();
})();

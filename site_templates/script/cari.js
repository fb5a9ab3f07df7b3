/* Pencarian: kata-kata orang → baris, yang paling cocok lebih dulu. Tidak menyentuh halaman, jadi dapat dijalankan di mana saja.
   DIPCari(kosakata) memberi indeks kosong: tambah(baris) mengisinya, siap() mengurutkannya, cari(kata, boleh) bertanya kepadanya. */
var DIPCari = function (vocabulary) {
  "use strict";
  var FIELDS = [0.25, 0.55, 1];                   // what else is shown, summary and documents, title
  var EXACT = 1, MEANT = 0.9, ROOT = 0.75, BEGUN = 0.8, MISSPELT = 0.65, ALSO = 0.55;
  var WORDS = 24, LETTERS = 40, ALL = 10000;        // what is read of an endless question
  var ENOUGH = 0.46, EACH = 0.1, LEAST = 0.25;      // share of what was asked that a row must answer: less with each word from the fifth on
  var NEAR = 0.72, HALF = 0.5, SHOWN = 3;           // and compared with the best row; so many rows need not come so near
  var UNKNOWN = 1, AGAIN = 0.5;                     // what a word weighs that nobody knows, and each further one of them
  var ELSEWHERE = 6, LITTLE = 0.1;                  // what other bodies know, or a year that is not here; what many rows say
  var ROMAN = { i: 1, ii: 2, iii: 3, iv: 4, satu: 1, dua: 2, tiga: 3, empat: 4, pertama: 1, kedua: 2, ketiga: 3, keempat: 4 };
  var PERIOD = /\b(semester|smt|sem|triwulan|tri wulan|trw|tw|kuartal|quarter|q)[\s.-]*(?:ke[\s-]*)?(iv|i{1,3}|[1-4]|satu|dua|tiga|empat|pertama|kedua|ketiga|keempat)\b/g;

  var terms = new Map(), roots = new Map(), lengths = [], ties = [], sorted = null, count = 0;
  var skipped = new Set(), elsewhere = new Set(), phrases = new Map(), likely = new Map(), known = new Map();

  function fold(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function words(text) {
    var plain = fold(text).replace(/(\d)\.(?=\d{3}(?!\d))/g, "$1").replace(PERIOD, function (all, name, number) {
      return (/^s/.test(name) ? "semester" : "triwulan") + (ROMAN[number] || number);
    });
    return plain.match(/[\p{L}\p{N}]+/gu) || [];
  }

  function ids(text) { return fold(text).match(/\b[a-z]{2,5}-\d+\b/g) || []; }

  /* What a word may be made from. Two words that share one belong together: pengadaan, adakan. */
  function rootsOf(word) {
    var known = roots.get(word);
    if (known) return known;
    known = [word];
    if (word.length > 4 && word.length <= LETTERS && !/\d/.test(word)) {
      [/(?:lah|kah|pun)$/, /(?:nya|ku|mu|na)$/, /(?:keun|kan|an|in|i)$/].forEach(function (ending) {
        known.slice().forEach(function (each) { if (ending.test(each)) known.push(each.replace(ending, "")); });
      });
      for (var round = 0, from = 0; round < 2; round += 1) {
        var end = known.length;
        for (; from < end; from += 1) begin(known[from], known);
      }
      known.slice().forEach(function (each) { if (/e[^aeiou]$/.test(each)) known.push(each.replace(/e(.)$/, "a$1")); }); // dateng
      if (word.endsWith("s")) known.push(word.replace(/ies$/, "ys").slice(0, -1)); // English
      known = known.filter(function (each, place) { return !place || each.length > 2 && /[aeiou].*[aeiouy]/.test(each) && known.indexOf(each) === place; });
    }
    roots.set(word, known);
    return known;
  }

  function begin(word, known) {
    var found = /^(?:di|k[ea]|se|ber|per|ter|nge)(?=...)/.exec(word);
    if (found) known.push(word.slice(found[0].length));
    found = /^[mp][ea](?=[lrwymn]..)/.exec(word);
    if (found) known.push(word.slice(2));
    found = /^(?:[mp][ea])?(ng|ny|m|n)(?=...)/.exec(word);
    if (!found) return;
    var rest = word.slice(found[0].length), vowel = /^[aeiou]/.test(rest);
    if (found[1] !== "ny" && found[0].length > 1) known.push(rest);
    if (vowel) known.push({ ng: "k", ny: "s", m: "p", n: "t" }[found[1]] + rest);
    if (found[0] === "ny") known.push("c" + rest);
  }

  /* ---- the index ------------------------------------------------------------------------------------------------ */

  function note(word, doc, field) {
    var term = terms.get(word);
    if (!term) {
      terms.set(word, term = { word: word, letters: letters(word), docs: [], fields: [] });
      rootsOf(word).forEach(function (root) { known.has(root) ? known.get(root).push(term) : known.set(root, [term]); });
      sorted = null;
    }
    var last = term.docs.length - 1;
    if (term.docs[last] !== doc) { term.docs.push(doc); term.fields.push(field); }
    else if (term.fields[last] < field) term.fields[last] = field;
  }

  function tambah(row) {
    var doc = count, title = words(row.judul).filter(asks), field;
    count += 1;
    lengths.push(title.length || 1);
    ties.push(row.waktu || "");
    for (field = 0; field < 3; field += 1) {
      (field === 2 ? title : words(field ? row.isi : row.lain)).forEach(function (word) { if (asks(word)) note(word.slice(0, LETTERS), doc, field); });
    }
    note(fold(row.id), doc, 2);
    return doc;
  }

  function asks(word) { return !skipped.has(word); }

  /* Of a question: caranya and katanya point at nothing either. */
  function points(word) { return asks(word) && asks(word.replace(/^di|(?:nya|na|lah|kah|pun|in|2)$/g, "")); }

  function siap() {
    if (sorted) return;
    sorted = Array.from(terms.keys()).sort().map(function (word) { return terms.get(word); });
    likely.clear();
  }

  function beginning(word) {
    var low = 0, high = sorted.length, found = [];
    while (low < high) { var middle = low + high >> 1; if (sorted[middle].word < word) low = middle + 1; else high = middle; }
    for (; low < sorted.length && sorted[low].word.startsWith(word); low += 1) found.push(sorted[low]);
    return found;
  }

  /* ---- misspellings --------------------------------------------------------------------------------------------- */

  function letters(word) {
    var mask = 0;
    for (var i = 0; i < word.length; i += 1) mask |= 1 << (word.charCodeAt(i) & 31);
    return mask;
  }

  function bits(mask) { var found = 0; while (mask) { mask &= mask - 1; found += 1; } return found; }

  /* Letters left out, added, taken for another or exchanged; more than `most` is as good as infinitely many. */
  function distance(a, b, most) {
    var before = [], last = [], now = [], i, j;
    for (j = 0; j <= b.length; j += 1) last.push(j);
    for (i = 1; i <= a.length; i += 1) {
      now = [i];
      var least = i;
      for (j = 1; j <= b.length; j += 1) {
        var step = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) step = Math.min(step, before[j - 2] + 1);
        now.push(step);
        if (step < least) least = step;
      }
      if (least > most) return most + 1;
      before = last;
      last = now;
    }
    return last[b.length];
  }

  function meant(word) {
    if (word.length < 5 || word.length > LETTERS || /\d/.test(word)) return [];
    if (likely.has(word)) return likely.get(word);
    var most = word.length < 10 ? 1 : 2, mask = letters(word), best = most + 1, found = [];
    function look(other, its) {
      if (word.length < 7 && other.length === word.length && letters(word) !== its || Math.abs(other.length - word.length) > most || other.length < 4 || word.length < 7 && other[0] !== word[0] || bits(mask ^ its) > 2 * most) return;
      var far = distance(word, other, most);
      if (far < best) { best = far; found = []; }
      if (far === best && far <= most) found.push(other);
    }
    sorted.forEach(function (term) { look(term.word, term.letters); });
    phrases.forEach(function (_, first) { look(first, letters(first)); });
    likely.set(word, found);
    return found;
  }

  /* ---- vocabulary: "a,b:c,d" and "a,b" (each means the other), parted by ";" -------------------------------------- */

  /* Words after blanks; after a capital letter one that begins as the last one does: A with one letter of it, B with two. */
  function unfold(text, into) {
    var last = "";
    (text || "").replace(/([A-Z]?)([^A-Z ]+)/g, function (all, same, rest) {
      into.add(last = last.slice(0, same && same.charCodeAt(0) - 64) + rest);
    });
  }

  function learn(data) {
    unfold(data.abaikan, skipped);
    unfold(data.lain, elsewhere);
    (data.kelompok || "").split(";").forEach(function (group) {
      var sides = group.split(":").map(function (side) { return side.split(",").map(phrase); });
      sides[0].forEach(function (asked) {
        if (!asked.length) return;
        var first = near(asked[0]), meaning = { words: asked, means: (sides[1] || sides[0]).filter(function (other) { return other.length && other !== asked; }) };
        first.forEach(function (root) { phrases.has(root) ? phrases.get(root).push(meaning) : phrases.set(root, [meaning]); });
      });
    });
  }

  function phrase(text) {
    var all = words(text), telling = all.filter(asks);
    return telling.length ? telling : all;
  }

  function alike(a, b) {
    return a === b || near(a).some(function (root) { return near(b).indexOf(root) >= 0; });
  }

  /* Short roots are too many words': adakan is not keadaan. */
  function near(word) { return rootsOf(word).filter(function (root) { return root.length > 3 || root === word; }); }

  /* The groups that begin at a word of the question, the longest first. */
  function groupsAt(asked, place) {
    var found = [];
    near(asked[place]).forEach(function (root) {
      (phrases.get(root) || []).forEach(function (group) {
        if (found.indexOf(group) < 0 && group.words.every(function (word, step) { return place + step < asked.length && alike(word, asked[place + step]); })) found.push(group);
      });
    });
    return found;
  }

  /* ---- a question ------------------------------------------------------------------------------------------------ */

  /* [{ terms of the index, how well they answer, how they came }] for one word. */
  function own(word, typing) {
    var found = [], seen = new Set();
    function take(term, quality, how) { if (!seen.has(term)) { seen.add(term); found.push({ term: term, quality: quality, how: how }); } }
    if (terms.has(word)) take(terms.get(word), EXACT, "");
    rootsOf(word).forEach(function (root) { (known.get(root) || []).forEach(function (term) { take(term, ROOT, terms.has(word) ? "" : "root"); }); });
    if (typing || word.length > 3 && !/^\d+$/.test(word)) beginning(word).forEach(function (term) { take(term, BEGUN * (0.6 + 0.4 * word.length / term.word.length), ""); });
    return found;
  }

  function concepts(text) {
    var all = words(text.slice(0, ALL)), asked = all.filter(points).slice(0, WORDS), found = [];
    if (!asked.length) asked = all.slice(0, WORDS);
    asked = asked.map(function (word) { return word.replace(/^((?!semester|triwulan)[a-z]{3,})2$/, "$1").slice(0, LETTERS); })
      .filter(function (word, place, all) { return all.indexOf(word) === place; }); // nama2, nama-nama
    var alone = asked.length === 1;
    var ending = /[\p{L}\p{N}]$/u.test(text) ? asked[asked.length - 1] : "";
    ids(text).forEach(function (id) {
      var hits = beginning(id);
      if (!hits.length) return;
      id.split("-").forEach(function (part) { asked = asked.filter(function (word) { return word !== part; }); });
      found.push({ words: [id], ways: [hits.map(function (term) { return { term: term, quality: EXACT, how: "" }; })] });
    });
    for (var place = 0; place < asked.length;) {
      join(asked, place);
      var groups = groupsAt(asked, place), long = 1, word = asked[place];
      groups.forEach(function (group) { long = Math.max(long, group.words.length); });
      var exact = groups.filter(function (group) { return group.words.length === long && (long > 1 || group.words[0] === word); });
      var corrected = [], away = exact.length ? exact.some(nothing) : !terms.has(word) && near(word).some(function (root) { return elsewhere.has(root); });
      if (!away && !groups.length && !own(word, word === ending && (alone || word.length > 2)).length) {
        meant(word).forEach(function (other) {
          corrected.push(other);
          groups = groups.concat(groupsAt([other].concat(asked.slice(place + 1)), 0));
        });
      }
      groups.forEach(function (group) { long = Math.max(long, group.words.length); });
      var each = concept(asked.slice(place, place + long), groups, corrected, ending);
      if (away) { each.meanings = []; each.itself = [[]]; each.away = true; }
      found.push(each);
      place += long;
    }
    return found;
  }

  /* pertanggung jawaban → pertanggungjawaban, where that stands in the list or the parts alone are nothing. */
  function join(asked, place) {
    if (place + 1 >= asked.length) return;
    var both = asked[place] + asked[place + 1], alone = own(asked[place], false).length || groupsAt(asked, place).length;
    if (terms.has(both) || !alone && (own(both, false).length || groupsAt([both], 0).length || meant(both).length)) asked.splice(place, 2, both);
  }

  /* What is asked for in these words is not here. */
  function nothing(group) { return !group.means.length; }

  function concept(asked, groups, corrected, ending) {
    var ways = [], long = asked.length;
    var itself = asked.map(function (word) { return own(word, word === ending); });
    corrected.forEach(function (other) { if (terms.has(other)) itself[0].push({ term: terms.get(other), quality: MISSPELT, how: other }); });
    var present = itself.every(function (each) { return each.some(function (hit) { return !hit.how; }); });
    var meanings = [];
    groups.forEach(function (group) {
      group.means.forEach(function (other) {
        var parts = other.map(function (word) { return terms.has(word) ? [{ term: terms.get(word), quality: EXACT, how: "" }] : []; });
        if (parts.every(function (each) { return each.length; })) {
          meanings.push({ parts: parts, quality: group.words.length / long * (present ? (ALSO + MEANT) / 2 : MEANT) * (corrected.length ? 0.9 : 1), how: other.join(" ") });
        }
      });
    });
    return { words: asked, itself: itself, meanings: meanings };
  }

  /* For each row how well it answers, and where: 0 for not at all. */
  function answer(each, value, share, ways, index) {
    function give(doc, quality, field, way) {
      if (quality * FIELDS[field] > value[doc]) { value[doc] = quality * FIELDS[field]; ways[doc] = way; }
      var fits = quality * (field ? 1 : 0.6);
      if (fits > share[doc]) share[doc] = fits;
    }
    function together(parts, quality, way) {
      if (parts.length === 1) {
        parts[0].forEach(function (hit) {
          for (var i = 0; i < hit.term.docs.length; i += 1) give(hit.term.docs[i], quality * hit.quality, hit.term.fields[i], way || (hit.how ? index.way(hit.how === "root" ? hit.term.word : hit.how) : 0));
        });
        return;
      }
      var all = null;
      parts.forEach(function (part) {
        var here = new Map();
        part.forEach(function (hit) {
          for (var i = 0; i < hit.term.docs.length; i += 1) {
            var doc = hit.term.docs[i], before = all ? all.get(doc) : [1, 2];
            if (!before) continue;
            var now = here.get(doc), quality = Math.min(before[0], hit.quality), field = Math.min(before[1], hit.term.fields[i]);
            if (!now || quality * FIELDS[field] > now[0] * FIELDS[now[1]]) here.set(doc, [quality, field]);
          }
        });
        all = here;
      });
      all.forEach(function (fit, doc) { give(doc, quality * fit[0], fit[1], way); });
    }
    if (each.ways) { together(each.ways, 1, 0); return; }
    together(each.itself, 1, 0);
    if (each.itself.length > 1) {
      // Most words of a phrase are something, too.
      each.itself.forEach(function (part) { together([part], 0.75 / each.itself.length, 0); });
    }
    each.meanings.forEach(function (meaning) { together(meaning.parts, meaning.quality, index.way(meaning.how)); });
  }

  function cari(text, allowed, before) {
    siap();
    var asked = concepts(text), score = new Float32Array(count), share = new Float32Array(count), total = 0, doc;
    var value = new Float32Array(count), fits = new Float32Array(count), came = [], names = [""];
    var titled = new Float32Array(count);
    var index = { way: function (name) { var at = names.indexOf(name); return at >= 0 ? at : names.push(name) - 1; } };
    var unknown = 0, more = UNKNOWN, telling = false;
    asked.forEach(function (each) {
      var way = new Uint16Array(count), having = 0, doc, weight = 0, word = each.words[0], year = /^(?:19|20)\d\d$/.test(word);
      value.fill(0); fits.fill(0);
      answer(each, value, fits, way, index);
      for (doc = 0; doc < count; doc += 1) if (fits[doc] >= 0.4) having += 1;
      if (/^(?:\d{1,2}|[a-z])$/.test(word) || having * 3 > count + 20 && !year) weight = LITTLE;
      else if (having) weight = Math.sqrt(Math.log((count + 1) / having) * each.words.length);
      else if (each.away || year) weight = ELSEWHERE;
      else { unknown += more; more *= AGAIN; }
      if (having && having <= Math.max(1, count / 10)) telling = true;
      total += weight;
      for (doc = 0; doc < count; doc += 1) if (fits[doc]) {
        score[doc] += weight * value[doc];
        share[doc] += weight * Math.min(1, fits[doc] / 0.9);
        if (value[doc] > 0.5) titled[doc] += each.words.length;
      }
      came.push(way);
    });
    total += unknown * (telling ? 1 : 2); // a word that nobody knows is what is asked for where the others say little
    var best = 0, found = [], enough = Math.max(LEAST, ENOUGH - EACH * Math.max(0, asked.length - 4));
    for (doc = 0; doc < count; doc += 1) if (share[doc] && allowed(doc)) {
      share[doc] /= total;
      score[doc] *= 1 + 0.3 * Math.min(1, titled[doc] / lengths[doc]);
      if (share[doc] > best) best = share[doc];
      found.push(doc);
    }
    found = found.filter(function (doc) { return share[doc] >= enough; });
    found.sort(function (a, b) { return score[b] - score[a] || (ties[b] > ties[a] ? 1 : ties[b] < ties[a] ? -1 : before ? before(a, b) : a - b); });
    found = found.filter(function (doc, place) { return share[doc] >= best * (place < SHOWN ? HALF : NEAR); });
    var told = also(found, came, names, asked);
    return { rows: found, share: best, also: told, words: marks(asked, told) };
  }

  /* What else than the typed words was looked for, as far as it brought rows. */
  function also(found, came, names, asked) {
    var told = [];
    found.slice(0, 20).forEach(function (doc) {
      came.forEach(function (way) { var name = names[way[doc]]; if (name && told.indexOf(name) < 0) told.push(name); });
    });
    return told.filter(function (name) { return !asked.some(function (each) { return each.words.join(" ") === name; }); }).slice(0, 4);
  }

  function marks(asked, told) {
    var found = new Set();
    asked.forEach(function (each) { each.words.forEach(function (word) { found.add(word.replace(/^(semester|triwulan)\d$/, "$1")); }); });
    told.forEach(function (name) { name.split(" ").forEach(function (word) { found.add(word); }); });
    return Array.from(found);
  }

  learn(vocabulary || {});
  return { tambah: tambah, siap: siap, cari: cari };
};
if (typeof module === "object") module.exports = DIPCari;

// Draws what page.html cannot: sorted, searched and chosen rows, never more than asked for.
(() => {
'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const STEP = 200;
// Its own texts, where the page is in another language.
const words = data.words || {};
const say = (text, ...values) => (words[text] || text).replace(/\{(\d?)\}/g, (hole, i) => values[i || 0]);
const NAMES = ['TLS 1.0', 'TLS 1.1', 'TLS 1.2', 'TLS 1.3', 'SSL', say('no TLS'), say('unknown')];
const ORDER = [3, 2, 1, 0, 4, 5, 6];
const number = new Intl.NumberFormat('en-US');
const grouped = (n) => number.format(n);
let domain = -1;

const make = (name, properties, ...children) => {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
};
const draw = (name, attributes, ...children) => {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};
const small = (kind, width, height, ...paths) => draw('svg', {class: kind,
  viewBox: '0 0 ' + width + ' ' + height, preserveAspectRatio: 'none', 'aria-hidden': 'true'}, ...paths);
const bar = (c, from, to) => draw('path', {class: 'c' + c, d: 'M' + from + ' 0h' + (to - from) + 'v10h' + (from - to) + 'z'});
const part = (count, whole, length) => Math.floor(count * length / whole);

// A cell that is an object is a drawing: the TLS classes of a row, its days, or one bar.
const drawing = (v) => {
  if (v.m) {
    let before = 0;
    const bars = [];
    for (const c of ORDER) {
      if (v.m[c] > 0) bars.push(bar(c, part(before, v.s, 1000), part(before + v.m[c], v.s, 1000)));
      before += v.m[c];
    }
    return small('mix', 1000, 10, ...bars);
  }
  if (v.t) {
    const most = v.t.reduce((a, b) => Math.max(a, b), 1);
    const d = v.t.map((n, i) => {
      const h = Math.max(part(n, most, 100), 6);
      return n ? 'M' + (i * 10 + 1) + ' ' + (100 - h) + 'h8v' + h + 'h-8z' : '';
    }).join('');
    return small('trend', v.t.length * 10, 100, draw('path', {d}));
  }
  return small('mix', 1000, 10, bar(v.c, 0, part(v.b, v.s, 1000)));
};
const isDrawing = (v) => v !== null && typeof v === 'object' && !Array.isArray(v);
// A number, a text, or [what it is sorted by, how it looks].
const looks = (v, kind) => v === null ? (kind === 'number' ? '-' : '')
  : Array.isArray(v) ? v[1] : typeof v === 'number' ? grouped(v) : v;
const weight = (v) => Array.isArray(v) ? v[0] : v;
const cell = (v, kind, first) => {
  const node = make(first ? 'th' : 'td', first ? {scope: 'row'} : {});
  if (kind === 'number') node.className = weight(v) ? 'n' : 'n z';
  if (kind === 'time') node.className = 'w';
  node.append(isDrawing(v) ? drawing(v) : looks(v, kind));
  return node;
};

// Rows behind a row, by the text of its first cell.
const behind = new Map();
for (const table of data.tables) {
  const of = {sender_days: say('Per day'), sender_clients: say('Clients')}[table.id];
  if (!of) continue;
  const rows = new Map();
  for (const row of table.rows) {
    if (!rows.has(row[0])) rows.set(row[0], []);
    rows.get(row[0]).push(row);
  }
  behind.set(of, {columns: table.columns, rows});
}
const hasDetails = (name) => [...behind.values()].some((part) => part.rows.has(name));
const detailsOf = (name) => {
  const parts = [];
  for (const [title, {columns, rows}] of behind) {
    if (!rows.has(name)) continue;
    const used = columns.map((column, i) => i).filter((i) => i > 0
      && (columns[i][0] !== 'number' || i < 3 || rows.get(name).some((row) => weight(row[i]))));
    const head = make('tr', {}, ...used.map((i) => make('th',
      {scope: 'col', className: columns[i][0] === 'number' ? 'n' : '', textContent: columns[i][1]})));
    const body = rows.get(name).map((row) => make('tr', {}, ...used.map((i, at) => cell(row[i], columns[i][0], at === 0))));
    const box = make('div', {className: 'few'},
      make('table', {}, make('thead', {}, head), make('tbody', {}, ...body)));
    box.tabIndex = 0;
    parts.push(make('h3', {textContent: title}), box);
  }
  return parts;
};

class Table {
  constructor(table) {
    this.table = table;
    this.node = document.getElementById(table.id);
    this.body = this.node.tBodies[0];
    this.heads = [...this.node.tHead.rows[0].cells];
    this.sorted = -1;
    this.up = false;
    this.shown = STEP;
    this.words = '';
    this.detailed = table.columns[0][1] === say('Sender') && behind.size > 0;
    if (table.rows.length > 1) this.heads.forEach((head, at) => this.addSort(head, at));
    if (table.rows.length > 10) this.addTools();
    const rest = this.node.parentNode.nextElementSibling;
    if (rest && rest.className === 'rest') rest.remove();
    this.more = make('button', {className: 'more', type: 'button', hidden: true});
    this.more.addEventListener('click', () => { this.shown += STEP; this.render(); });
    this.node.parentNode.after(this.more);
    // The page has drawn the first rows.
    if (this.detailed) [...this.body.rows].forEach((node, i) => this.addDetails(node, table.rows[i]));
    this.tell(table.rows);
  }
  addSort(head, at) {
    if (this.table.columns[at][0] === 'chart' || head.querySelector('.hidden')) return;
    const button = make('button', {type: 'button'}, ...head.childNodes);
    head.append(button);
    head.setAttribute('aria-sort', 'none');
    button.addEventListener('click', () => {
      this.up = this.sorted === at ? !this.up : this.table.columns[at][0] === 'text';
      this.sorted = at;
      this.shown = STEP;
      this.heads.forEach((other, i) => {
        if (other.hasAttribute('aria-sort')) {
          other.setAttribute('aria-sort', i !== at ? 'none' : this.up ? 'ascending' : 'descending');
        }
      });
      this.render();
    });
  }
  addTools() {
    const id = this.table.id + '-search';
    this.matches = make('span', {className: 'matches', role: 'status'});
    const input = make('input', {type: 'search', id, autocomplete: 'off', spellcheck: false});
    input.addEventListener('input', () => {
      this.words = input.value.toLowerCase();
      this.shown = STEP;
      this.render();
    });
    this.node.parentNode.before(make('div', {className: 'tools'},
      make('label', {htmlFor: id, textContent: say('Search')}), input, this.matches));
  }
  texts() {
    if (!this.search) {
      const at = this.table.columns.map((c, i) => i).filter((i) => this.table.columns[i][0] !== 'chart');
      this.search = this.table.rows.map((row) => at.map((i) => looks(row[i], 'text')).join('\n').toLowerCase());
    }
    return this.search;
  }
  chosen() {
    let rows = this.table.rows;
    if (this.words) {
      const texts = this.texts();
      rows = rows.filter((row, i) => texts[i].includes(this.words));
    }
    if (domain >= 0 && this.table.domains) rows = rows.filter((row) => row[row.length - 1] === domain);
    const at = this.sorted;
    if (at < 0) return rows;
    const sign = this.up ? 1 : -1;
    return [...rows].sort((a, b) => {
      const x = weight(a[at]);
      const y = weight(b[at]);
      if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
      return x < y ? -sign : x > y ? sign : 0;
    });
  }
  row(cells) {
    const node = make('tr', {});
    this.table.columns.forEach((column, i) => node.append(cell(cells[i], column[0], i === 0)));
    if (this.detailed) this.addDetails(node, cells);
    return node;
  }
  addDetails(node, cells) {
    if (!hasDetails(cells[0])) return;
    const button = make('button', {type: 'button', className: 'row', textContent: cells[0]});
    button.setAttribute('aria-expanded', 'false');
    node.cells[0].replaceChildren(button);
    button.addEventListener('click', () => {
      const open = button.getAttribute('aria-expanded') === 'true';
      button.setAttribute('aria-expanded', String(!open));
      if (open) {
        node.nextElementSibling.remove();
      } else {
        const inner = make('td', {colSpan: this.table.columns.length}, ...detailsOf(cells[0]));
        node.after(make('tr', {className: 'behind'}, inner));
      }
    });
  }
  render() {
    const rows = this.chosen();
    this.body.replaceChildren(...rows.slice(0, this.shown).map((cells) => this.row(cells)));
    this.tell(rows);
  }
  tell(rows) {
    // Sums are of all rows.
    const whole = rows.length === this.table.rows.length;
    if (this.node.tFoot) this.node.tFoot.hidden = !whole;
    const left = rows.length - this.shown;
    this.more.hidden = left <= 0;
    this.more.textContent = say('Show {0} more of {1}', grouped(Math.min(STEP, left)), grouped(rows.length));
    if (this.matches) {
      const several = '{} ' + this.table.noun + (this.table.noun.endsWith('s') ? 'es' : 's');
      const counted = (n) => say(n === 1 ? '{} ' + this.table.noun : several, grouped(n));
      this.matches.textContent = whole ? counted(rows.length)
        : say('{0} of {1}', grouped(rows.length), say(several, grouped(this.table.rows.length)));
    }
  }
}

// The charts: what they show now, and the day that is read out.
class Charts {
  constructor() {
    this.volume = document.querySelector('#volume svg');
    this.legend = document.querySelector('.legend');
    this.days = data.days;
    this.at = -1;
    this.plots = ['volume', 'shares'].map((id) => {
      const svg = document.querySelector('#' + id + ' svg');
      const cursor = draw('rect', {class: 'cursor', width: 10, height: 1000, y: 0, x: -20});
      svg.append(cursor);
      const readout = make('p', {className: 'readout', textContent: say('Point at a day, or use the arrow keys.')});
      readout.setAttribute('aria-live', 'polite');
      document.getElementById(id).append(readout);
      svg.setAttribute('tabindex', '0');
      svg.addEventListener('pointermove', (event) => {
        const box = svg.getBoundingClientRect();
        this.read(Math.floor((event.clientX - box.left) / box.width * this.days.length));
      });
      svg.addEventListener('focus', () => this.read(this.at < 0 ? this.days.length - 1 : this.at));
      svg.addEventListener('keydown', (event) => {
        const step = {ArrowLeft: -1, ArrowRight: 1, Home: -1e9, End: 1e9}[event.key];
        if (!step) return;
        event.preventDefault();
        this.read(this.at + step);
      });
      return {svg, cursor, readout, shares: id === 'shares'};
    });
  }
  read(at) {
    this.at = Math.min(Math.max(at, 0), this.days.length - 1);
    const [label, ...counts] = this.days[this.at];
    const sum = counts.reduce((a, b) => a + b, 0);
    const said = (shares) => ORDER.filter((c) => counts[c]).map((c) => NAMES[c] + ' '
      + (shares ? (100 * counts[c] / sum).toFixed(1) + ' %' : grouped(counts[c]))).join(say(', '));
    for (const plot of this.plots) {
      plot.cursor.setAttribute('x', this.at * 10);
      const messages = say(sum === 1 ? '{} message' : '{} messages', grouped(sum));
      plot.readout.textContent = sum ? say('{0}: {1}: {2}', label, messages, said(plot.shares))
        : say('{0}: {1}', label, messages);
    }
  }
  show(days) {
    this.days = days;
    const sums = days.map((day) => day.slice(1).reduce((a, b) => a + b, 0));
    const most = sums.reduce((a, b) => Math.max(a, b), 1);
    let end = 1;
    while (end * 4 < most) end *= 10;
    end = Math.max(2, [1, 2, 4].map((step) => end * step).find((n) => n >= most));
    for (const plot of this.plots) {
      ORDER.forEach((c, position) => {
        const d = days.map((day, i) => {
          const whole = plot.shares ? sums[i] : end;
          if (!day[c + 1]) return '';
          let below = 0;
          for (let k = 0; k < position; ++k) below += day[ORDER[k] + 1];
          const top = part(below + day[c + 1], whole, 1000);
          const height = Math.max(top - part(below, whole, 1000), 4);
          return 'M' + (i * 10 + 1) + ' ' + (1000 - top) + 'h8v' + height + 'h-8z';
        }).join('');
        plot.svg.querySelectorAll('path')[position].setAttribute('d', d);
      });
      if (plot.shares) continue;
      const [high, half] = plot.svg.previousElementSibling.children;
      high.textContent = grouped(end);
      half.textContent = grouped(end / 2);
    }
    const present = ORDER.filter((c) => days.some((day) => day[c + 1]));
    this.legend.replaceChildren(...present.map((c) => make('li', {},
      draw('svg', {class: 'key', viewBox: '0 0 10 10', 'aria-hidden': 'true'}, bar(c, 0, 10)),
      ' ' + NAMES[c] + ' ', make('b', {textContent: grouped(days.reduce((a, day) => a + day[c + 1], 0))}))));
    if (this.at >= 0) this.read(this.at);
  }
  choose() {
    const table = data.tables.find((t) => t.id === 'domain_days');
    if (domain < 0) return this.show(data.days);
    const rows = table ? table.rows.filter((row) => row[row.length - 1] === domain) : [];
    if (!rows.length) return false;
    // Domain, day, messages, then the classes.
    const by = new Map(rows.map((row) => [row[1], row.slice(3, 10)]));
    this.show(data.days.map((day) => [day[0], ...(by.get(day[0]) || [0, 0, 0, 0, 0, 0, 0])]));
    return true;
  }
}

const tables = data.tables.filter((table) => document.getElementById(table.id)).map((table) => new Table(table));
const charts = data.days.length ? new Charts() : null;
if (data.domains.length > 1) {
  const names = data.domains.map((name, i) => [name || say('(no domain)'), i]).sort((a, b) => a[0] < b[0] ? -1 : 1);
  const select = make('select', {id: 'domain'}, make('option', {value: '-1', textContent: say('all domains')}),
    ...names.map(([name, i]) => make('option', {value: String(i), textContent: name})));
  const note = make('span', {className: 'dim', role: 'status'});
  select.addEventListener('change', () => {
    domain = Number(select.value);
    const drawn = charts ? charts.choose() : true;
    note.textContent = domain >= 0 && drawn === false ? say('The charts still show all domains: this page has no days of this one.') : '';
    tables.forEach((table) => { table.shown = STEP; if (table.table.domains) table.render(); });
  });
  document.querySelector('header').after(make('div', {className: 'tools page'},
    make('label', {htmlFor: 'domain', textContent: say('Show data for')}), select, note));
}
})();

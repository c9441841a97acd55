(() => {
  const svg = document.documentElement, byId = id => document.getElementById(id);
  const detail = byId('detail'), matched = byId('matched'), reset = byId('reset'), search = byId('search'), greeting = detail.textContent;
  const boxes = [...document.querySelectorAll('.box')].map(g => ({
    g, x: +g.dataset.x, w: +g.dataset.w, row: +g.dataset.row, label: g.dataset.label, place: g.dataset.place,
    rect: g.querySelector('rect'), text: g.querySelector('text'), title: g.querySelector('title').textContent}));
  let zoomed = boxes[0];
  const clip = (label, width) => {
    const room = Math.floor((width - 8) / 7.1);
    return room < 2 ? '' : label.length <= room ? label : label.slice(0, room - 1) + '\u2026';
  };
  // Callers of the box in view span the window; everything next to it is out of sight.
  const draw = () => {
    const all = svg.clientWidth || 1200, from = zoomed.x, to = zoomed.x + zoomed.w, tiny = 1e-7;
    for (const box of boxes) {
      const above = box.row < zoomed.row && box.x <= from + tiny && box.x + box.w >= to - tiny;
      const inside = box.row >= zoomed.row && box.x >= from - tiny && box.x + box.w <= to + tiny;
      box.g.style.display = above || inside ? '' : 'none';
      box.g.classList.toggle('faded', above);
      if (!above && !inside) continue;
      const x = above ? 0 : (box.x - from) / zoomed.w, w = above ? 1 : box.w / zoomed.w;
      box.rect.setAttribute('x', x * 100 + '%');
      box.rect.setAttribute('width', w * 100 + '%');
      box.text.setAttribute('x', x * 100 + '%');
      box.text.textContent = clip(box.label, w * all);
    }
    reset.setAttribute('visibility', zoomed === boxes[0] ? 'hidden' : 'visible');
  };
  const zoom = box => { zoomed = box; draw(); };
  // Where several boxes on one stack match, only the outermost counts.
  const find = () => {
    const word = search.value.trim().toLowerCase();
    svg.classList.toggle('searching', word !== '');
    let share = 0, end = 0;
    for (const box of boxes) box.g.classList.toggle('match', word !== '' && (box.label + ' ' + box.place).toLowerCase().includes(word));
    const hits = boxes.filter(box => box.g.classList.contains('match')).sort((a, b) => a.x - b.x || b.w - a.w);
    for (const box of hits) if (box.x >= end - 1e-7) { share += box.w; end = box.x + box.w; }
    matched.textContent = word === '' ? '' : hits.length === 0 ? 'no match' : hits.length + (hits.length === 1 ? ' box, ' : ' boxes, ') + (share * 100).toFixed(1) + ' % of the bytes';
  };
  for (const box of boxes) {
    box.g.addEventListener('click', () => zoom(box));
    box.g.addEventListener('keydown', event => { if (event.key === 'Enter') zoom(box); });
    const tell = () => { detail.textContent = box.title.replaceAll('\n', '  '); };
    box.g.addEventListener('mouseover', tell);
    box.g.addEventListener('focus', tell);
    box.g.addEventListener('mouseout', () => { detail.textContent = greeting; });
  }
  reset.addEventListener('click', () => zoom(boxes[0]));
  reset.addEventListener('keydown', event => { if (event.key === 'Enter') zoom(boxes[0]); });
  search.addEventListener('input', find);
  addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'f') { event.preventDefault(); search.focus(); search.select(); }
    else if (event.key === 'Escape') { search.value = ''; find(); zoom(boxes[0]); }
  });
  addEventListener('resize', draw);
  draw();
})();

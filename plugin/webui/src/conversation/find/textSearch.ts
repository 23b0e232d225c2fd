/** Questions and answers, without the labels of their buttons. */
const SEARCHED = '.question-text, .answer';

/** The ranges of a text in the conversation, in document order, ignoring case. */
export function findRanges(root: ParentNode, query: string): Range[] {
  const wanted = folded(query);
  if (wanted === '') return [];
  return [...root.querySelectorAll(SEARCHED)].flatMap((element) => rangesIn(element, wanted));
}

function rangesIn(element: Element, wanted: string): Range[] {
  const nodes = textNodes(element);
  const text = folded(nodes.map(({ data }) => data).join(''));
  const ranges: Range[] = [];
  const place = placeIn(nodes);
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const range = document.createRange();
    range.setStart(...place(at, false));
    range.setEnd(...place(at + wanted.length, true));
    ranges.push(range);
  }
  return ranges;
}

function textNodes(element: Element): Text[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest('button, summary, .visually-hidden')
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT,
  );
  const nodes: Text[] = [];
  while (walker.nextNode()) nodes.push(walker.currentNode as Text);
  return nodes;
}

/** Finds the node of an offset. Offsets come in ascending order, so each node is visited once. */
function placeIn(nodes: readonly Text[]) {
  let at = 0;
  let before = 0;
  return (offset: number, isEnd: boolean): [Text, number] => {
    let node = nodes[at];
    // A match ends in the node of its last character, not before the first of the next.
    while (node && before + node.length < offset + (isEnd ? 0 : 1)) {
      before += node.length;
      at += 1;
      node = nodes[at];
    }
    if (!node) throw new RangeError('There is no text at this offset');
    return [node, offset - before];
  };
}

/** In lower case, unless that changes the length and so the offsets. */
function folded(text: string): string {
  const small = text.toLowerCase();
  return small.length === text.length ? small : text;
}

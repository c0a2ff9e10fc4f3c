/** A stretch of a text: from `start` up to but not including `end`. */
export interface Range {
  start: number;
  end: number;
}

export interface Findings {
  /** All that patterns cover, in order and apart from each other. */
  ranges: Range[];
  /** How many characters at the text's end may be the beginning of a pattern that goes on after it. */
  dangling: number;
}

/** Looks for many patterns at once (Aho-Corasick): its time grows with the text, not with how many they are. */
export interface SecretFinder {
  find(text: string): Findings;
}

const ROOT = 0;
const NONE = 0;
/** Nodes up to this depth have many children, and ordinary text is mostly there: their children are looked up. */
const TABLED_DEPTH = 1;
const TABLE_SIZE = 256;

/** A tree of the patterns' beginnings; a node is one of them. */
interface Tree {
  /** The last character of each node, by which it hangs on the one before. */
  codes: Uint16Array;
  firstChild: Int32Array;
  nextSibling: Int32Array;
  /** For nodes near the root, the children for characters of one byte, one table after the other. */
  tables: Int32Array;
  depth: Int32Array;
  /** The longest pattern that a node ends with. */
  match: Int32Array;
  /** The longest other node that a node ends with. */
  fallback: Int32Array;
  /** The longest node with children that a node ends with, itself included. */
  dangling: Int32Array;
  size: number;
}

export function createSecretFinder(patterns: readonly string[]): SecretFinder {
  const tree = plantTree(patterns);
  linkFallbacks(tree);
  const { depth, match, dangling } = tree;
  return {
    find(text) {
      const ranges: Range[] = [];
      let node = ROOT;
      for (let at = 0; at < text.length; at += 1) {
        node = step(tree, node, text.charCodeAt(at));
        const length = match[node] as number;
        if (length > 0) {
          cover(ranges, { start: at + 1 - length, end: at + 1 });
        }
      }
      return { ranges, dangling: depth[dangling[node] as number] as number };
    },
  };
}

/** Adds a range that ends last; those that it touches become one with it. */
export function cover(ranges: Range[], { start, end }: Range): void {
  let from = start;
  for (let last = ranges.at(-1); last !== undefined && last.end >= from; last = ranges.at(-1)) {
    from = Math.min(from, last.start);
    ranges.pop();
  }
  ranges.push({ start: from, end });
}

function plantTree(patterns: readonly string[]): Tree {
  const tree = emptyTree(1 + patterns.reduce((sum, { length }) => sum + length, 0));
  const roots = patterns.map((pattern) => plant(tree, ROOT, pattern.slice(0, TABLED_DEPTH)));
  // Planted first, these have the lowest numbers.
  tree.tables = new Int32Array(tree.size * TABLE_SIZE);
  for (const node of roots) {
    tabulate(tree, ROOT, node);
  }
  for (const [index, pattern] of patterns.entries()) {
    const end = plant(tree, roots[index] as number, pattern.slice(TABLED_DEPTH));
    tree.match[end] = pattern.length;
  }
  return tree;
}

function emptyTree(most: number): Tree {
  const numbers = () => new Int32Array(most);
  return {
    codes: new Uint16Array(most),
    firstChild: numbers(),
    nextSibling: numbers(),
    tables: new Int32Array(0),
    depth: numbers(),
    match: numbers(),
    fallback: numbers(),
    dangling: numbers(),
    size: 1,
  };
}

/** Makes sure that a text hangs on a node; the node of its end. */
function plant(tree: Tree, from: number, text: string): number {
  let node = from;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    node = findChild(tree, node, code) || addChild(tree, node, code);
  }
  return node;
}

function addChild(tree: Tree, parent: number, code: number): number {
  const node = tree.size;
  tree.size += 1;
  tree.codes[node] = code;
  tree.depth[node] = (tree.depth[parent] as number) + 1;
  tree.nextSibling[node] = tree.firstChild[parent] as number;
  tree.firstChild[parent] = node;
  tabulate(tree, parent, node);
  return node;
}

function tabulate({ codes, tables }: Tree, parent: number, child: number): void {
  const code = codes[child] as number;
  if (code < TABLE_SIZE && parent * TABLE_SIZE < tables.length) {
    tables[parent * TABLE_SIZE + code] = child;
  }
}

function findChild({ codes, firstChild, nextSibling, tables }: Tree, node: number, code: number): number {
  if (code < TABLE_SIZE && node * TABLE_SIZE < tables.length) {
    return tables[node * TABLE_SIZE + code] as number;
  }
  let child = firstChild[node] as number;
  while (child !== NONE && codes[child] !== code) {
    child = nextSibling[child] as number;
  }
  return child;
}

/** Falls back until there is a way on: never further than it went before, so the whole text costs its length. */
function step(tree: Tree, from: number, code: number): number {
  let node = from;
  for (;;) {
    const child = findChild(tree, node, code);
    if (child !== NONE || node === ROOT) {
      return child;
    }
    node = tree.fallback[node] as number;
  }
}

/** Level by level: what a node falls back to is shorter, and known already. */
function linkFallbacks(tree: Tree): void {
  const { codes, firstChild, nextSibling, match, fallback, dangling } = tree;
  const queue = new Int32Array(tree.size);
  let end = 1;
  for (let at = 0; at < end; at += 1) {
    const node = queue[at] as number;
    dangling[node] = firstChild[node] === NONE ? (dangling[fallback[node] as number] as number) : node;
    match[node] ||= match[fallback[node] as number] as number;
    for (let child = firstChild[node] as number; child !== NONE; child = nextSibling[child] as number) {
      fallback[child] = node === ROOT ? ROOT : step(tree, fallback[node] as number, codes[child] as number);
      queue[end] = child;
      end += 1;
    }
  }
}

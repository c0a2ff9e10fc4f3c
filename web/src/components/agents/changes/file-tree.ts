/** A line of the tree: a folder, or a file by its whole path. */
export type TreeLine =
  | { kind: "folder"; path: string; name: string; depth: number }
  | { kind: "file"; path: string; name: string; depth: number };

interface Folder {
  folders: Map<string, Folder>;
  /** Names of files and folders as they came; a folder's ends in a slash, which no name has. */
  names: string[];
}

/** The files of a change in their folders, in their order. Folders that hold one folder and nothing else are one with it. */
export function fileTree(paths: readonly string[]): TreeLine[] {
  const root: Folder = { folders: new Map(), names: [] };
  for (const path of paths) {
    const segments = path.split("/");
    const name = segments.pop() ?? "";
    segments.reduce(folderIn, root).names.push(name);
  }
  const lines: TreeLine[] = [];
  draw(root, { path: "", depth: 0 }, lines);
  return lines;
}

function folderIn(parent: Folder, name: string): Folder {
  const known = parent.folders.get(name);
  if (known !== undefined) {
    return known;
  }
  const made: Folder = { folders: new Map(), names: [] };
  parent.folders.set(name, made);
  parent.names.push(`${name}/`);
  return made;
}

function draw(folder: Folder, { path, depth }: { path: string; depth: number }, lines: TreeLine[]): void {
  for (const entry of folder.names) {
    if (!entry.endsWith("/")) {
      lines.push({ kind: "file", path: `${path}${entry}`, name: entry, depth });
      continue;
    }
    const [name, inner] = wholeOf(folder, entry);
    lines.push({ kind: "folder", path: `${path}${name}`, name: name.slice(0, -1), depth });
    draw(inner, { path: `${path}${name}`, depth: depth + 1 }, lines);
  }
}

/** With all folders that are the only thing in the one before. */
function wholeOf(parent: Folder, entry: string): [name: string, inner: Folder] {
  let inner = parent.folders.get(entry.slice(0, -1)) as Folder;
  let name = entry;
  while (inner.names.length === 1 && inner.folders.size === 1) {
    const [only = ""] = inner.names;
    inner = inner.folders.get(only.slice(0, -1)) as Folder;
    name += only;
  }
  return [name, inner];
}

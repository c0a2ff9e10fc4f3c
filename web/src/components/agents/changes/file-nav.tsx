import { visibleText } from "../../../words/visible-text.ts";
import { classNames } from "../../parts/class-names.ts";
import { fileTree } from "./file-tree.ts";

interface FileNavProps {
  /** In the order in which they stand beside it. */
  paths: readonly string[];
  /** What the policy found something in: these come first, by their whole paths. */
  marked: ReadonlySet<string | null>;
  viewed: ReadonlySet<string>;
}

const INDENT_PIXELS = 12;
const MOST_INDENTED = 8;

const indentOf = (depth: number) => ({ marginLeft: Math.min(depth, MOST_INDENTED) * INDENT_PIXELS });

/** The files of a change, in their folders. */
export function FileNav({ paths, marked, viewed }: FileNavProps) {
  const found = paths.filter((path) => marked.has(path));
  const tree = fileTree(paths.filter((path) => !marked.has(path)));
  return (
    <nav aria-label="Files" className="w-64 shrink-0 overflow-auto border-r border-line py-2 max-lg:hidden">
      <p className="px-4 pb-1 text-xs text-ink-2">
        {viewed.size} of {paths.length} viewed
      </p>
      {found.map((path) => (
        <FileLink key={path} path={path} name={`▲ ${path}`} className="text-asks" />
      ))}
      {tree.map(({ kind, path, name, depth }) =>
        kind === "folder" ? (
          <p
            key={path}
            className="truncate px-4 py-0.5 font-mono text-xs text-ink-2"
            style={indentOf(depth)}
            title={visibleText(path)}
          >
            {visibleText(name)}/
          </p>
        ) : (
          <FileLink
            key={path}
            {...{ path, depth }}
            name={viewed.has(path) ? `✓ ${name}` : name}
            className={viewed.has(path) ? "text-ink-3" : undefined}
          />
        ),
      )}
    </nav>
  );
}

interface FileLinkProps {
  path: string;
  name: string;
  depth?: number;
  className?: string | undefined;
}

function FileLink({ path, name, depth = 0, className }: FileLinkProps) {
  return (
    <a
      href={`#file-${encodeURIComponent(path)}`}
      className={classNames("block truncate px-4 py-0.5 font-mono text-xs hover:bg-sunken", className)}
      style={indentOf(depth)}
      title={visibleText(path)}
    >
      {visibleText(name)}
    </a>
  );
}

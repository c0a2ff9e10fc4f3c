"use client";

import type { FileDiffMetadata } from "@pierre/diffs";
import { FileDiff } from "@pierre/diffs/react";
import { useTheme } from "next-themes";
import { useState } from "react";
import { visibleText } from "../../../words/visible-text.ts";
import { Button } from "../../parts/form/button.tsx";
import { type LineComment, useLineComments } from "./line-comments.ts";
import { allowDiffStyles } from "./look/allow-diff-styles.ts";
import { DIFF_SHEET } from "./look/diff-grounds.ts";
import { DIFF_THEMES, registerDiffThemes } from "./look/diff-themes.ts";
import { letKeysScroll } from "./look/let-keys-scroll.ts";

allowDiffStyles();
registerDiffThemes();

interface ChangedFileProps {
  taskId: string;
  file: FileDiffMetadata;
  isSplit: boolean;
  /** Long lines are broken; else they are moved sideways. */
  isWrapped: boolean;
  isViewed: boolean;
  onToggle: () => void;
}

type At = Pick<LineComment, "line" | "side">;

/** One file of a change: folded once it was looked at; a click on a line's number says something about it. */
export function ChangedFile({ taskId, file, isSplit, isWrapped, isViewed, onToggle }: ChangedFileProps) {
  const { resolvedTheme } = useTheme();
  const [at, setAt] = useState<At | null>(null);
  const { comments, add, remove } = useLineComments(taskId);
  const ofFile = comments.filter(({ path }) => path === file.name);
  return (
    <section
      id={`file-${encodeURIComponent(file.name)}`}
      tabIndex={-1}
      aria-label={visibleText(file.name)}
      className="border-b border-line"
    >
      <header className="sticky top-0 z-[1] flex items-center gap-3 border-b border-line bg-sunken px-4 py-1.5">
        <h2 className="min-w-0 flex-1 truncate font-mono text-xs">{visibleText(nameOf(file))}</h2>
        {/* By the keyboard no line's number is reached. */}
        <Button tone="quiet" onClick={() => setAt({ line: file.hunks[0]?.additionStart ?? 1, side: "additions" })}>
          Comment
        </Button>
        <label className="flex items-center gap-1.5 text-xs text-ink-2">
          <input type="checkbox" checked={isViewed} onChange={onToggle} /> Viewed
        </label>
      </header>
      {isViewed ? null : (
        <FileDiff
          fileDiff={file}
          disableWorkerPool
          options={{
            diffStyle: isSplit ? "split" : "unified",
            overflow: isWrapped ? "wrap" : "scroll",
            theme: DIFF_THEMES,
            themeType: resolvedTheme === "dark" ? "dark" : "light",
            disableFileHeader: true,
            unsafeCSS: DIFF_SHEET,
            onPostRender: letKeysScroll,
            onLineNumberClick: ({ lineNumber, annotationSide }) => setAt({ line: lineNumber, side: annotationSide }),
          }}
        />
      )}
      {ofFile.map((comment) => (
        <p key={`${comment.side} ${comment.line} ${comment.text}`} className="flex items-start gap-2 px-4 py-1.5">
          <span className="font-mono text-xs text-ink-2">{comment.line}</span>
          <span className="min-w-0 flex-1 whitespace-pre-wrap">{comment.text}</span>
          <Button tone="quiet" onClick={() => remove(comment)}>
            Remove
          </Button>
        </p>
      ))}
      {at === null ? null : (
        <CommentForm
          at={at}
          onLine={(line) => setAt({ ...at, line })}
          onClose={() => setAt(null)}
          onSay={(text) => add({ ...at, path: file.name, text })}
        />
      )}
    </section>
  );
}

function nameOf({ name, prevName }: FileDiffMetadata): string {
  return prevName === undefined || prevName === name ? name : `${prevName} → ${name}`;
}

interface CommentFormProps {
  at: At;
  onLine: (line: number) => void;
  onClose: () => void;
  onSay: (text: string) => void;
}

function CommentForm({ at, onLine, onClose, onSay }: CommentFormProps) {
  const [text, setText] = useState("");
  const say = () => {
    onSay(text.trim());
    onClose();
  };
  return (
    <div className="flex flex-col gap-2 px-4 py-2">
      <label className="flex items-center gap-2">
        Line
        <input
          type="number"
          min={1}
          required
          value={at.line}
          onChange={(event) => onLine(Math.max(1, event.target.valueAsNumber || 1))}
          className="h-7 w-20 rounded-control border border-line bg-surface px-2 max-sm:h-11"
        />
      </label>
      <textarea
        // biome-ignore lint/a11y/noAutofocus: it was opened to be typed in
        autoFocus
        aria-label="About this line"
        placeholder="Goes with your next message"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="min-h-16 rounded-control border border-line bg-surface p-2"
      />
      <div className="flex gap-2">
        <Button tone="primary" disabled={text.trim() === ""} onClick={say}>
          Keep for the next message
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </div>
  );
}

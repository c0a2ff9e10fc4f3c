"use client";

import type { Task } from "@catalyst/api";
import { useEffect, useRef, useState } from "react";
import { sendAgentMessage } from "../../../actions/agent-tasks.ts";
import { sendCommand } from "../../../tasks/commands.ts";
import { whenRead } from "../../../tasks/when-read.ts";
import { useKey } from "../../frame/keys/use-key.ts";
import { Button } from "../../parts/form/button.tsx";
import { useAct } from "../../parts/form/use-act.ts";
import { AsCommand } from "../../parts/shown/as-command.tsx";
import { FaultNote } from "../../parts/shown/fault-note.tsx";
import { SendKeys } from "../../parts/shown/key-cap.tsx";
import { type LineComment, textOf, useLineComments } from "../changes/line-comments.ts";

const MAX_CHARACTERS = 64 * 1024;

interface ComposerProps {
  task: Pick<Task, "id" | "number" | "status" | "plan" | "result" | "options">;
  canSteer: boolean | null;
}

/** Where the agent is told something: it says when that is read. What was typed is kept until it was sent. */
export function Composer({ task, canSteer }: ComposerProps) {
  const { text, setText } = useDraft(task.id);
  const { comments, clear } = useLineComments(task.id);
  const field = useRef<HTMLTextAreaElement>(null);
  const { isBusy, fault, once } = useAct(`message:${task.id}`);
  const when = whenRead(task, canSteer);
  useKey("m", (event) => {
    event.preventDefault();
    field.current?.focus();
  });
  if (when === null) {
    return null;
  }
  const message = messageOf(text, comments);
  const send = () =>
    once(
      ["sendMessage", task.id, message],
      (name) => sendAgentMessage(String(task.number), message, name),
      () => {
        setText("");
        clear(comments);
      },
    );
  return (
    <div className="border-t border-line px-5 py-3 max-sm:px-3.5">
      {fault === null ? null : <FaultNote fault={fault} className="mb-2" />}
      <div className="flex items-end gap-2 rounded-composer border border-line bg-surface p-2 focus-within:outline-2 focus-within:outline-accent">
        <textarea
          ref={field}
          rows={1}
          aria-label="Message to the agent"
          aria-keyshortcuts="m"
          placeholder={`Tell the agent something. ${when}`}
          value={text}
          maxLength={MAX_CHARACTERS}
          readOnly={isBusy}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && message !== "") {
              event.preventDefault();
              send();
            }
          }}
          className="field-sizing-content max-h-60 min-h-7 min-w-0 flex-1 resize-none bg-transparent px-1 py-1 outline-none placeholder:text-ink-3"
        />
        {comments.length === 0 ? null : <span className="py-1 text-xs text-ink-2">+ {comments.length} on lines</span>}
        <Button tone="primary" disabled={isBusy || message === ""} onClick={send}>
          {fault === null ? "Send" : "Try again"} <SendKeys />
        </Button>
      </div>
      {message === "" ? null : <AsCommand lines={[sendCommand(task.number, message)]} />}
    </div>
  );
}

function messageOf(text: string, comments: readonly LineComment[]): string {
  return [text.trim(), ...comments.map(textOf)].filter((part) => part !== "").join("\n\n");
}

/** What is typed for this task, over reloads of the page. */
function useDraft(taskId: string): { text: string; setText: (text: string) => void } {
  const name = `draft:${taskId}`;
  const [text, setText] = useState("");
  useEffect(() => setText(sessionStorage.getItem(name) ?? ""), [name]);
  return {
    text,
    setText: (next) => {
      setText(next);
      sessionStorage.setItem(name, next);
    },
  };
}

"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { type ReactNode, useState } from "react";
import { markOf, statusWord } from "../../../tasks/mark-of.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { StatusMark } from "../../parts/shown/status-mark.tsx";
import { PLACES, SETTINGS } from "../bars/places.ts";
import { useFoundTasks } from "./use-found-tasks.ts";

const THEMES = ["system", "light", "dark"] as const;

interface CommandMenuProps {
  isOpen: boolean;
  onClose: () => void;
  onKeys: () => void;
}

/** Goes anywhere, from anywhere, by typing a part of its name. */
export function CommandMenu({ isOpen, onClose, onKeys }: CommandMenuProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(isNowOpen) => (isNowOpen ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-ink/30" />
        <Dialog.Popup
          aria-label="Go anywhere"
          className="fixed top-[12dvh] left-1/2 z-40 w-[min(560px,calc(100vw-28px))] -translate-x-1/2 overflow-hidden rounded-box border border-line bg-surface shadow-2xl"
        >
          <Menu onClose={onClose} onKeys={onKeys} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Menu({ onClose, onKeys }: Omit<CommandMenuProps, "isOpen">) {
  const router = useRouter();
  const { setTheme } = useTheme();
  const [typed, setTyped] = useState("");
  const tasks = useFoundTasks(typed);
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  return (
    <Command label="Go anywhere" loop>
      <Command.Input
        value={typed}
        onValueChange={setTyped}
        maxLength={200}
        placeholder="A page, or a task by its number or title"
        className="h-11 w-full border-b border-line bg-transparent px-4 outline-none placeholder:text-ink-3"
      />
      <Command.List className="max-h-[50dvh] overflow-y-auto p-1.5">
        <Command.Empty className="p-3 text-ink-2">Nothing is called like that.</Command.Empty>
        <Group heading="Go to">
          {[...PLACES.filter(({ href }) => !href.startsWith("/settings/")), ...SETTINGS].map(({ name, href }) => (
            <Item key={href} value={name} onSelect={() => go(href)}>
              {href.startsWith("/settings/") ? `Settings: ${name}` : name}
            </Item>
          ))}
        </Group>
        {tasks.length === 0 ? null : (
          <Group heading="Tasks">
            {tasks.map(({ id, number, title, status }) => (
              // By what was typed it was found by the server, whose rules aren't those of this list; pages that are called so come first.
              <Item key={id} value={`task ${number} ${id} ${typed}`} onSelect={() => go(`/agent-tasks/${number}`)}>
                <StatusMark mark={markOf(status)} word={statusWord(status)} />
                <span className="font-mono text-xs text-ink-2">#{number}</span>
                <span className="truncate">{visibleText(title)}</span>
              </Item>
            ))}
          </Group>
        )}
        <Group heading="Do">
          <Item value="New task" onSelect={() => go("/agent-tasks/new")}>
            New task
          </Item>
          <Item value="Keys" onSelect={onKeys}>
            Show the keys
          </Item>
          {THEMES.map((theme) => (
            <Item
              key={theme}
              value={`Theme ${theme}`}
              onSelect={() => {
                setTheme(theme);
                onClose();
              }}
            >
              Theme: {theme}
            </Item>
          ))}
        </Group>
      </Command.List>
    </Command>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-2"
    >
      {children}
    </Command.Group>
  );
}

interface ItemProps {
  value: string;
  onSelect: () => void;
  children: ReactNode;
}

function Item({ value, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-8 cursor-pointer items-center gap-2.5 rounded-control px-2.5 aria-selected:bg-accent-soft max-sm:h-11"
    >
      {children}
    </Command.Item>
  );
}

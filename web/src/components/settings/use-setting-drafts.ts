"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { type OwnSettings, putProjectSetting, unsetProjectSetting } from "../../actions/projects.ts";
import type { Fault } from "../../api/fault.ts";
import { type Change, changesOf, type Drafts } from "../../settings/changes.ts";

const AWAY: Fault = {
  code: "unavailable",
  message: "Nobody answered. What is still listed isn't known to be saved.",
  way: null,
  requestId: null,
};

export interface SettingDrafts {
  own: OwnSettings;
  drafts: Drafts;
  changes: Change[];
  isSaving: boolean;
  fault: Fault | null;
  /** null: takes back what was said. */
  draft: (key: string, text: string | null) => void;
  /** As it is saved. */
  discard: (key?: string) => void;
  save: () => void;
}

/** What is typed into a project's settings. Each is saved by itself: what is refused, and what comes after it, stays typed. */
export function useSettingDrafts(project: string, first: OwnSettings): SettingDrafts {
  const router = useRouter();
  const [own, setOwn] = useState(first);
  const [drafts, setDrafts] = useState<Drafts>({});
  const [fault, setFault] = useState<Fault | null>(null);
  const [isSaving, start] = useTransition();
  const changes = changesOf(drafts, own);
  const discard = (key?: string) => {
    setFault(null);
    setDrafts((had) => (key === undefined ? {} : without(had, key)));
  };
  const save = () =>
    start(async () => {
      setFault(null);
      for (const change of changes) {
        const saved = await saveOne(project, change).catch(() => ({ ok: false, error: AWAY }) as const);
        if (!saved.ok) {
          setFault(saved.error);
          return;
        }
        setOwn(saved.value);
        setDrafts((had) => without(had, change.key));
      }
      router.refresh();
    });
  const draft = (key: string, text: string | null) => setDrafts((had) => ({ ...had, [key]: text }));
  return { own, drafts, changes, isSaving, fault, draft, discard, save };
}

function saveOne(project: string, { key, value }: Change) {
  return value === null ? unsetProjectSetting(project, key) : putProjectSetting(project, { setting: key, value });
}

function without(drafts: Drafts, key: string): Drafts {
  return Object.fromEntries(Object.entries(drafts).filter(([one]) => one !== key));
}

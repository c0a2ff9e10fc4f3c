"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import {
  getProjectSettings,
  type NamedSettings,
  type OwnSettings,
  putProjectSetting,
  unsetProjectSetting,
} from "../../actions/projects.ts";
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
export function useSettingDrafts(project: string, first: NamedSettings): SettingDrafts {
  const router = useRouter();
  const [{ own, tag }, setNamed] = useState(first);
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
      let named = { own, tag };
      for (const change of changes) {
        const saved = await saveOne({ project, tag: named.tag }, change).catch(() => UNHEARD);
        if (!saved.ok) {
          setFault(saved.error);
          if (saved.error.code === "outdated") {
            await readAgain(project, setNamed);
          }
          return;
        }
        named = saved.value;
        setNamed(named);
        setDrafts((had) => without(had, change.key));
      }
      router.refresh();
    });
  const draft = (key: string, text: string | null) => setDrafts((had) => ({ ...had, [key]: text }));
  return { own, drafts, changes, isSaving, fault, draft, discard, save };
}

const UNHEARD = { ok: false, error: AWAY } as const;

/** Somebody else changed something meanwhile: what is typed stands beside what is said now, and is saved once that was seen. */
async function readAgain(project: string, show: (named: NamedSettings) => void): Promise<void> {
  const now = await getProjectSettings(project).catch(() => UNHEARD);
  if (now.ok) {
    show(now.value);
  }
}

function saveOne({ project, tag }: { project: string; tag: string }, { key: setting, value }: Change) {
  return value === null
    ? unsetProjectSetting(project, { setting, tag })
    : putProjectSetting(project, { setting, value, tag });
}

function without(drafts: Drafts, key: string): Drafts {
  return Object.fromEntries(Object.entries(drafts).filter(([one]) => one !== key));
}

"use client";

import { useId } from "react";
import type { CountingSettings, OwnSettings } from "../../actions/projects.ts";
import type { Setting } from "../../settings/setting.ts";
import { textOf, valueAt } from "../../settings/setting-text.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Button } from "../parts/form/button.tsx";
import { SettingControl } from "./setting-control.tsx";

const SOURCES: Record<CountingSettings["sources"][string], string> = {
  default: "the default",
  devcontainer: "devcontainer.json",
  file: ".catalyst/config.yaml",
  project: "this page",
};

interface SettingRowProps {
  setting: Setting;
  own: OwnSettings;
  /** What counts at a repository that it is compared with. */
  counting: CountingSettings | null;
  /** What is typed; null: it is to be taken back; undefined: nothing. */
  drafted: string | null | undefined;
  agents: string[];
  /** Whether it stands as a team's project begins, which nobody needs to have said. */
  isBegun: boolean;
  /** null: whoever looks may not change it. */
  onDraft: ((text: string | null) => void) | null;
  onKeep: () => void;
}

/** One setting: what it is, who said it, and what it is for a repository. */
export function SettingRow({ setting, own, counting, drafted, agents, isBegun, onDraft, onKeep }: SettingRowProps) {
  const { key, label, hint } = setting;
  const id = useId();
  const text = drafted ?? textOf(valueAt(own.settings, key));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-x-6 gap-y-1 border-b border-line py-3 max-lg:grid-cols-1">
      <div className="min-w-0">
        <label htmlFor={id} id={`${id}-label`} className="font-[550]">
          {label}
        </label>
        <p className="truncate font-mono text-xs text-ink-3">{key}</p>
        {hint === undefined ? null : (
          <p id={`${id}-hint`} className="text-xs text-ink-2">
            {hint}
          </p>
        )}
      </div>
      <div className="min-w-0">
        <SettingControl
          setting={setting}
          text={text}
          isEverything={key === "enabledAgents" && valueAt(own.settings, key) === null && drafted === undefined}
          agents={agents}
          labels={{ id, labelledBy: `${id}-label`, describedBy: hint === undefined ? undefined : `${id}-hint` }}
          onChange={drafted === null ? null : onDraft}
        />
        <Standing
          setting={setting}
          isSaid={own.set.includes(key)}
          isBegun={isBegun}
          drafted={drafted}
          onTakeBack={onDraft === null ? null : () => onDraft(null)}
          onKeep={onKeep}
        />
        {counting === null ? null : <Counting counting={counting} settingKey={key} />}
      </div>
    </div>
  );
}

interface StandingProps extends Pick<SettingRowProps, "setting" | "drafted" | "isBegun" | "onKeep"> {
  isSaid: boolean;
  onTakeBack: (() => void) | null;
}

/** Who said a setting, and the way back to what it was. */
function Standing({ setting, isSaid, isBegun, drafted, onTakeBack, onKeep }: StandingProps) {
  const { label } = setting;
  return (
    <div className="mt-1 flex min-h-7 flex-wrap items-center gap-2 text-xs text-ink-2">
      <span>
        {drafted !== null && isSaid && isBegun
          ? "as a team's project begins"
          : sourceWords(setting, isSaid, drafted === null)}
      </span>
      {onTakeBack !== null && isSaid && drafted === undefined ? (
        <Button tone="quiet" aria-label={`Take back: ${label}`} onClick={onTakeBack}>
          Take back
        </Button>
      ) : null}
      {drafted === undefined ? null : (
        <Button tone="quiet" aria-label={`Keep as it was: ${label}`} onClick={onKeep}>
          Keep as it was
        </Button>
      )}
    </div>
  );
}

function sourceWords({ isFiles }: Setting, isSaid: boolean, isTakenBack: boolean): string {
  if (isTakenBack) {
    return "taken back once you save";
  }
  if (isSaid) {
    return "said here";
  }
  return isFiles ? "the default, until a repository says it" : "the default";
}

function Counting({ counting, settingKey }: { counting: CountingSettings; settingKey: string }) {
  const value = textOf(valueAt(counting.settings, settingKey)).replaceAll("\n", ", ");
  const source = counting.sources[settingKey] ?? "default";
  return (
    <p className="text-xs text-ink-2">
      Counts there: <span className="font-mono text-ink">{value === "" ? "-" : visibleText(value.slice(0, 300))}</span>,
      from {SOURCES[source]}
    </p>
  );
}

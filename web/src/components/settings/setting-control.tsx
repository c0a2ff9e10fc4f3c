"use client";

import type { Setting } from "../../settings/setting.ts";
import { agentName } from "../../words/agent-name.ts";
import { classNames } from "../parts/class-names.ts";
import { controlLook } from "../parts/form/control-look.ts";

interface SettingControlProps {
  setting: Setting;
  text: string;
  /** Of a list that nobody limits. */
  isEverything: boolean;
  agents: string[];
  labels: { id: string; labelledBy: string; describedBy: string | undefined };
  /** null: it can't be changed now. */
  onChange: ((text: string) => void) | null;
}

/** The field of a setting, by its kind. */
export function SettingControl(props: SettingControlProps) {
  switch (props.setting.kind) {
    case "agents":
      return <Agents {...props} />;
    case "agent":
    case "boolean":
    case "choice":
      return <Choice {...props} />;
    default:
      return <Typed {...props} />;
  }
}

function Typed({ setting: { kind, placeholder }, text, labels, onChange }: SettingControlProps) {
  const isLong = kind === "script" || kind === "list";
  const shared = {
    id: labels.id,
    "aria-describedby": labels.describedBy,
    value: text,
    placeholder,
    disabled: onChange === null,
    spellCheck: false,
    autoComplete: "off",
    onChange: ({ target }: { target: { value: string } }) => onChange?.(target.value),
  };
  return isLong ? (
    <textarea
      {...shared}
      rows={Math.min(12, Math.max(2, text.split("\n").length))}
      className={classNames(controlLook, "block h-auto w-full py-1.5 font-mono text-xs max-sm:h-auto")}
    />
  ) : (
    <input
      {...shared}
      inputMode={kind === "number" ? "decimal" : undefined}
      className={classNames(controlLook, "w-full")}
    />
  );
}

function Choice({ setting, text, agents, labels, onChange }: SettingControlProps) {
  const options = optionsOf(setting, text, agents);
  return (
    <select
      id={labels.id}
      aria-describedby={labels.describedBy}
      value={text}
      disabled={onChange === null}
      onChange={({ target }) => onChange?.(target.value)}
      className={classNames(controlLook, "w-full")}
    >
      {Object.entries(options).map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}

/** With what is said by now, though this version doesn't know it. */
function optionsOf({ kind, words }: Setting, text: string, agents: string[]): Readonly<Record<string, string>> {
  if (kind === "agent") {
    return Object.fromEntries([...agents, text].map((agent) => [agent, agentName(agent)]));
  }
  const known = kind === "boolean" ? { false: "no", true: "yes" } : { ...words };
  return { ...known, ...(Object.hasOwn(known, text) ? {} : { [text]: text }) };
}

/** At least one, as a project without an agent does nothing. */
function Agents({ text, isEverything, agents, labels, onChange }: SettingControlProps) {
  const said = text.split("\n").filter((line) => line !== "");
  const all = [...new Set([...agents, ...said])];
  const chosen = isEverything ? all : said;
  const choose = (agent: string, isOn: boolean) =>
    onChange?.(all.filter((one) => (one === agent ? isOn : chosen.includes(one))).join("\n"));
  return (
    // biome-ignore lint/a11y/useSemanticElements: its name is the setting's label, which stands beside it.
    <div
      role="group"
      id={labels.id}
      aria-labelledby={labels.labelledBy}
      aria-describedby={labels.describedBy}
      className="flex flex-col"
    >
      {all.length === 0 ? <p className="text-ink-2">Which agents there are isn't known just now.</p> : null}
      {all.map((agent) => (
        <label key={agent} className="flex items-center gap-2 py-0.5 max-sm:min-h-11">
          <input
            type="checkbox"
            checked={chosen.includes(agent)}
            disabled={onChange === null || (chosen.length === 1 && chosen.includes(agent))}
            onChange={({ target }) => choose(agent, target.checked)}
          />
          {agentName(agent)}
        </label>
      ))}
    </div>
  );
}

"use client";

import type { Destination, NotificationKind } from "@catalyst/api";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { createDestination, type NewDestination } from "../../actions/notifications.ts";
import { CHANNEL_WORDS, KIND_WORDS } from "../../notifications/notification-words.ts";
import { Button } from "../parts/form/button.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { SecretOnce } from "./secret-once.tsx";

type Channel = Destination["channel"];

const KINDS: readonly NotificationKind[] = ["done", "needs_you", "failed"];
const INPUT = "h-8 w-full rounded-control border border-line bg-surface px-2 placeholder:text-ink-3 max-sm:h-11";
const PLACEHOLDERS: Partial<Record<Channel, string>> = {
  webhook: "https://ci.example.com/hooks/catalyst",
  slack: "https://hooks.slack.com/services/…",
};

interface Draft {
  name: string;
  channel: Channel;
  url: string;
  project: string;
  kinds: NotificationKind[];
  hasEveryChange: boolean;
}

const EMPTY: Draft = { name: "", channel: "webhook", url: "", project: "", kinds: [...KINDS], hasEveryChange: false };

/** Adds a place where it is told. Its address goes to the server alone: whoever has one of Slack's may write there. */
export function DestinationForm({ team, projects }: { team: string | null; projects: string[] }) {
  const [draft, setDraft] = useState(EMPTY);
  const [secret, setSecret] = useState<string | null>(null);
  const { isBusy, fault, once } = useAct();
  const change = (part: Partial<Draft>) => setDraft((had) => ({ ...had, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSecret(null);
    once(
      ["createDestination", draft, team],
      () => createDestination(bodyOf(draft, team)),
      (made) => {
        setSecret(made.secret);
        setDraft(EMPTY);
      },
    );
  };
  return (
    <form onSubmit={submit} className="flex max-w-2xl flex-col gap-3 rounded-box border border-line p-4">
      <h3 className="font-semibold">Add a place</h3>
      <Channels chosen={draft.channel} isOfTeam={team !== null} onChoose={(channel) => change({ channel })} />
      <NameAndAddress draft={draft} change={change} />
      <OfWhichTasks {...{ draft, change, team, projects }} />
      <Kinds draft={draft} change={change} />
      {fault === null ? null : <FaultNote fault={fault} />}
      <div>
        <Button tone="primary" type="submit" disabled={isBusy}>
          Add
        </Button>
      </div>
      {secret === null ? null : <SecretOnce secret={secret} onHide={() => setSecret(null)} />}
      <CopyLine text={commandOf(draft, team)} />
    </form>
  );
}

interface PartProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

function NameAndAddress({ draft, change }: PartProps) {
  return (
    <div className="grid grid-cols-[1fr_2fr] gap-3 max-sm:grid-cols-1">
      <Labelled label="Name">
        {(id) => (
          <input
            {...{ id, value: draft.name, maxLength: 400, placeholder: "ci", className: INPUT }}
            required
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
      </Labelled>
      {draft.channel === "email" ? (
        <p className="self-end pb-1.5 text-ink-2">It goes to the address of your account.</p>
      ) : (
        <Labelled label="Address">
          {(id) => (
            <input
              {...{
                id,
                value: draft.url,
                maxLength: 2000,
                placeholder: PLACEHOLDERS[draft.channel],
                className: INPUT,
              }}
              required
              type="url"
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => change({ url: event.target.value })}
            />
          )}
        </Labelled>
      )}
    </div>
  );
}

interface OfWhichTasksProps extends PartProps {
  team: string | null;
  projects: string[];
}

function OfWhichTasks({ draft, change, team, projects }: OfWhichTasksProps) {
  return (
    <Labelled label="Of which tasks">
      {(id) => (
        <select
          id={id}
          value={draft.project}
          className={INPUT}
          onChange={(event) => change({ project: event.target.value })}
        >
          <option value="">{team === null ? "Those that I ask for" : "All in the team's projects"}</option>
          {projects.map((name) => (
            <option key={name} value={name}>
              All of {name}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

interface ChannelsProps {
  chosen: Channel;
  /** No e-mail goes to a team: it has no address. */
  isOfTeam: boolean;
  onChoose: (channel: Channel) => void;
}

function Channels({ chosen, isOfTeam, onChoose }: ChannelsProps) {
  const name = useId();
  const channels: Channel[] = isOfTeam ? ["webhook", "slack"] : ["webhook", "slack", "email"];
  return (
    <fieldset className="flex flex-wrap gap-4">
      <legend className="sr-only">How</legend>
      {channels.map((channel) => (
        <label key={channel} className="flex items-center gap-1.5 max-sm:h-11">
          <input
            type="radio"
            name={name}
            checked={chosen === channel}
            onChange={() => onChoose(channel)}
            className="accent-accent"
          />
          {CHANNEL_WORDS[channel]}
        </label>
      ))}
    </fieldset>
  );
}

function Kinds({ draft, change }: PartProps) {
  return (
    <fieldset className="flex flex-wrap gap-4">
      <legend className="pb-1 font-[550]">When a task</legend>
      {KINDS.map((kind) => (
        <label key={kind} className="flex items-center gap-1.5 max-sm:h-11">
          <input
            type="checkbox"
            checked={draft.kinds.includes(kind)}
            onChange={({ target }) =>
              change({ kinds: KINDS.filter((one) => (one === kind ? target.checked : draft.kinds.includes(one))) })
            }
            className="accent-accent"
          />
          {kind === "done" ? "is done" : KIND_WORDS[kind]}
        </label>
      ))}
      <label className="flex items-center gap-1.5 max-sm:h-11">
        <input
          type="checkbox"
          checked={draft.hasEveryChange}
          onChange={({ target }) => change({ hasEveryChange: target.checked })}
          className="accent-accent"
        />
        changes in any way
      </label>
    </fieldset>
  );
}

function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-[550]">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

function bodyOf({ name, channel, url, project, kinds, hasEveryChange }: Draft, team: string | null): NewDestination {
  return {
    ...{ name: name.trim(), channel, kinds, hasEveryChange, team },
    url: channel === "email" ? null : url.trim(),
    project: project === "" ? null : project,
  };
}

/** Without the address: a shell remembers what it was told. */
function commandOf({ channel, project, kinds, hasEveryChange }: Draft, team: string | null): string {
  const parts = [
    `catalyst notifications add NAME${channel === "email" ? " --email" : " URL"}`,
    channel === "slack" ? "--slack" : "",
    team === null ? "" : `--team ${team}`,
    project === "" ? "" : `--project ${project}`,
    kinds.length === KINDS.length ? "" : `--kinds ${kinds.join(",")}`,
    hasEveryChange ? "--every-change" : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

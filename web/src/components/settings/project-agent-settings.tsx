"use client";

import type { Project, Repository } from "@catalyst/api";
import { useEffect, useState } from "react";
import type { CountingSettings, NamedSettings, OwnSettings } from "../../actions/projects.ts";
import { isAsTeamsBegin } from "../../settings/as-teams-begin.ts";
import { SECTIONS } from "../../settings/sections.ts";
import { settingsYaml } from "../../settings/settings-yaml.ts";
import { quoteForShell } from "../../words/quote-for-shell.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { CompareRepository } from "./compare-repository.tsx";
import { Repositories } from "./repositories.tsx";
import { SaveBar } from "./save-bar.tsx";
import { Secrets } from "./secrets.tsx";
import { SettingRow } from "./setting-row.tsx";
import { useSettingDrafts } from "./use-setting-drafts.ts";
import { Variables } from "./variables.tsx";

interface ProjectAgentSettingsProps {
  project: Pick<Project, "name" | "role" | "team"> & { mayChange: boolean };
  first: NamedSettings;
  repositories: Repository[];
  /** Their ids; none: it isn't known which there are. */
  agents: string[];
}

/** ProjectAgentSettings: every setting of a project, and who said it. */
export function ProjectAgentSettings({ project, first, repositories, agents }: ProjectAgentSettingsProps) {
  const state = useSettingDrafts(project.name, first);
  const [counting, setCounting] = useState<CountingSettings | null>(null);
  const { own, drafts, draft, discard } = state;
  useEffect(showNamed, []);
  return (
    <div className="flex max-w-300 gap-8 px-5 max-sm:px-3.5">
      <SectionLinks />
      <div className="min-w-0 flex-1">
        {project.mayChange ? null : (
          <p role="note" className="mt-4 rounded-box border border-line bg-surface px-3 py-2">
            You are {project.role} here: you see the settings, and an owner or admin of the project changes them.
          </p>
        )}
        <CompareRepository
          project={project.name}
          repositories={repositories}
          counting={counting}
          onCompare={setCounting}
        />
        {SECTIONS.map(({ id, title, settings }) => (
          <section key={id} id={id} aria-label={title} className="scroll-mt-4">
            <h2 className="border-b border-line pt-6 pb-2 text-base font-semibold">{title}</h2>
            {settings.map((setting) => (
              <SettingRow
                key={setting.key}
                setting={setting}
                own={own}
                counting={counting}
                drafted={drafts[setting.key]}
                agents={agents}
                isBegun={project.team !== null && isAsTeamsBegin(setting.key, own.settings)}
                onDraft={project.mayChange ? (text) => draft(setting.key, text) : null}
                onKeep={() => discard(setting.key)}
              />
            ))}
          </section>
        ))}
        <Repositories project={project.name} repositories={repositories} mayChange={project.mayChange} />
        <Variables own={own} drafts={drafts} onDraft={project.mayChange ? draft : null} onKeep={discard} />
        <Secrets project={project.name} repositories={repositories} mayChange={project.mayChange} />
        <Elsewhere project={project.name} own={own} />
        <SaveBar project={project.name} state={state} />
      </div>
    </div>
  );
}

/** The section that the address names: as the browser looked for it, its place was still held by the page's outline. */
function showNamed(): void {
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

const LAST = [
  { id: "repositories", title: "Repositories" },
  { id: "variables", title: "Variables" },
  { id: "secrets", title: "Secrets" },
];

function SectionLinks() {
  return (
    <nav aria-label="Sections" className="sticky top-0 flex h-max w-40 shrink-0 flex-col gap-0.5 pt-6 max-lg:hidden">
      {[...SECTIONS, ...LAST].map(({ id, title }) => (
        <a key={id} href={`#${id}`} className="flex h-7 items-center text-ink-2 hover:text-ink">
          {title}
        </a>
      ))}
    </nav>
  );
}

/** The same outside of this page. */
function Elsewhere({ project, own }: { project: string; own: OwnSettings }) {
  const yaml = settingsYaml(own);
  const where = quoteForShell(project);
  return (
    <section aria-label="Elsewhere" className="py-6 text-ink-2">
      <details>
        <summary>Copy as YAML</summary>
        {yaml === "" ? (
          <p>Nothing is said here that a repository could say in its .catalyst/config.yaml.</p>
        ) : (
          <>
            <p>What is saved here and a repository may say, too, in its .catalyst/config.yaml:</p>
            <CopyLine text={yaml} />
          </>
        )}
      </details>
      <details>
        <summary>Copy as command</summary>
        <CopyLine text={`catalyst config show --project ${where}`} />
        <CopyLine text={`catalyst config set timeoutMinutes 60 --project ${where}`} />
      </details>
    </section>
  );
}

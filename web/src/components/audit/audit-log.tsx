"use client";

import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import type { AuditEntry, AuditPage } from "../../actions/audit.ts";
import { auditCsv } from "../../audit/audit-csv.ts";
import { auditWords, factWords } from "../../audit/audit-words.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Button } from "../parts/form/button.tsx";
import { FilterChoice, Filters, FilterText } from "../parts/form/filters.tsx";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { Moment } from "../parts/time/moment.tsx";
import { useAudit } from "./use-audit.ts";

interface AuditLogProps {
  first: AuditPage;
  /** Empty: of the whole server. */
  team: string;
  scopes: { value: string; words: string }[];
  /** What each project is called, by its id. */
  projects: Readonly<Record<string, string>>;
}

/** Who did what that concerns who may what. */
export function AuditLog({ first, team, scopes, projects }: AuditLogProps) {
  const router = useRouter();
  const { entries, hasOlder, isBusy, fault, loadOlder, loadAll } = useAudit(first, team);
  const [kind, setKind] = useQueryState("kind", parseAsString.withDefault(""));
  const [q, setQ] = useQueryState("q", parseAsString.withDefault(""));
  const shown = entries.filter(matches({ kind, q, projects }));
  const kinds = [...new Set([...entries.map((entry) => entry.kind), kind])].filter((one) => one !== "").sort();
  const save = async () => {
    const all = await loadAll();
    if (all !== null) {
      saveFile("catalyst-audit.csv", auditCsv(all.filter(matches({ kind, q, projects }))));
    }
  };
  return (
    <>
      <Filters>
        <FilterChoice
          label="Of"
          value={team}
          options={scopes}
          onChange={(slug) => router.push(slug === "" ? "/audit" : `/audit?team=${encodeURIComponent(slug)}`)}
        />
        <FilterChoice
          label="What"
          value={kind}
          options={[{ value: "", words: "Everything" }, ...kinds.map((value) => ({ value, words: auditWords(value) }))]}
          onChange={(value) => void setKind(value === "" ? null : value)}
        />
        <FilterText label="Person or fact" value={q} onChange={(text) => void setQ(text === "" ? null : text)} />
        <Button className="ml-auto max-sm:ml-0" disabled={isBusy} onClick={() => void save()}>
          Export as CSV
        </Button>
      </Filters>
      {fault === null ? null : <FaultNote fault={fault} className="m-5" />}
      <Entries entries={shown} projects={projects} />
      <div className="flex flex-col items-center gap-3 p-5">
        {shown.length === 0 ? (
          <p className="text-ink-2">
            {entries.length === 0
              ? "Nothing was written down yet."
              : `None of the ${entries.length} read so far is like that.`}
          </p>
        ) : null}
        {hasOlder ? (
          <Button disabled={isBusy} onClick={() => void loadOlder()}>
            Show older
          </Button>
        ) : null}
        <div className="w-full max-w-xl text-xs text-ink-2">
          The same as a command:
          <CopyLine text={`catalyst audit${team === "" ? "" : ` --team ${team}`} --json`} />
        </div>
      </div>
    </>
  );
}

function Entries({ entries, projects }: { entries: AuditEntry[] } & Pick<AuditLogProps, "projects">) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls what is wider than the page by keys
    <section aria-label="What was written down" tabIndex={0} className="overflow-x-auto">
      <table className="w-full text-left">
        <thead className="text-xs text-ink-2 max-sm:sr-only">
          <tr className="border-b border-line [&>th]:px-2 [&>th]:py-2 [&>th]:font-[550] [&>th:first-child]:pl-5">
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">Team</th>
            <th scope="col">On what</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ number, at, login, person, kind, team, facts }) => (
            <tr
              key={number}
              className="border-b border-line align-top max-sm:flex max-sm:flex-wrap max-sm:gap-x-2 max-sm:px-3.5 max-sm:py-2 sm:[&>td]:px-2 sm:[&>td]:py-2 sm:[&>td:first-child]:pl-5"
            >
              <td className="text-ink-2">
                <Moment at={at} />
              </td>
              <td className="font-[550]">{visibleText(login ?? person ?? "nobody known")}</td>
              <td>{auditWords(visibleText(kind))}</td>
              <td className="text-ink-2">{visibleText(team ?? "")}</td>
              <td className="min-w-0 text-ink-2 [overflow-wrap:anywhere] max-sm:w-full">
                {visibleText(factWords(facts, projects))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function matches({
  kind,
  q,
  projects,
}: { kind: string; q: string } & Pick<AuditLogProps, "projects">): (entry: AuditEntry) => boolean {
  const sought = q.trim().toLowerCase();
  return (entry) =>
    (kind === "" || entry.kind === kind) &&
    (sought === "" ||
      `${entry.login ?? entry.person ?? ""} ${factWords(entry.facts, projects)}`.toLowerCase().includes(sought));
}

function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}

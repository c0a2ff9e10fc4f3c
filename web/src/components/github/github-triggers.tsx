import type { GitHubTrigger } from "@catalyst/api";
import Link from "next/link";
import type { Mark } from "../../tasks/mark-of.ts";
import { actWords, kindWords, reasonWords } from "../../words/trigger-words.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Section } from "../parts/shown/section.tsx";
import { StatusMark } from "../parts/shown/status-mark.tsx";
import { Cell, Row, Table } from "../parts/shown/table.tsx";
import { Moment } from "../parts/time/moment.tsx";

const DECIDED: Record<GitHubTrigger["decision"], { mark: Mark; word: string }> = {
  accepted: { mark: "ok", word: "Done" },
  refused: { mark: "bad", word: "Refused" },
  ignored: { mark: "off", word: "Ignored" },
};

/** What was asked on GitHub and what was decided of it, with the reason: where nothing came of it, why. */
export function GitHubTriggers({ triggers }: { triggers: GitHubTrigger[] }) {
  return (
    <Section
      title="What was asked there, and what became of it"
      hint="In the repositories of projects that you see, the newest first. What isn't here wasn't heard: of somebody who is nobody here, or before Catalyst looked there for the first time."
    >
      {triggers.length === 0 ? (
        <p className="text-ink-2">Nothing was heard yet: the third step above says how to ask.</p>
      ) : (
        <Table label="What was asked on GitHub" columns={["When", "Where", "Who", "What", "Decided"]}>
          {triggers.map((trigger) => (
            <Row key={trigger.key}>
              <Cell className="text-ink-2">
                <Moment at={trigger.happenedAt} />
              </Cell>
              <Cell className="font-mono text-xs">
                {visibleText(trigger.repositoryName)}#{trigger.number}
              </Cell>
              <Cell>{visibleText(trigger.actorLogin)}</Cell>
              <Cell>{kindWords(trigger.kind)}</Cell>
              <Cell>
                <Decided trigger={trigger} />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
    </Section>
  );
}

function Decided({ trigger: { decision, reason, act, task } }: { trigger: GitHubTrigger }) {
  const { mark, word } = DECIDED[decision];
  const why = reason === null ? actWords(act) : reasonWords(reason);
  return (
    <span className="flex items-center gap-2">
      <StatusMark mark={mark} />
      <span>
        <span className="font-[550]">{word}</span>
        {why === null ? "" : `: ${why}`}
        {task === null ? null : (
          <>
            {" "}
            <Link href={`/agent-tasks/${task}`} prefetch={false} className="font-mono text-xs underline">
              #{task}
            </Link>
          </>
        )}
      </span>
    </span>
  );
}

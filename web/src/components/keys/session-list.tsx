"use client";

import { endSession, type Session } from "../../actions/keys.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Confirm } from "../parts/form/confirm.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { Cell, Row, Table } from "../parts/shown/table.tsx";
import { Moment } from "../parts/time/moment.tsx";

/** Browsers and terminals in which somebody is signed in. */
export function SessionList({ sessions }: { sessions: Session[] }) {
  return sessions.length === 0 ? (
    <div className="max-w-2xl px-5 pb-5 text-ink-2 max-sm:px-3.5">
      In no browser and no terminal. A terminal on another machine signs in by
      <CopyLine text="catalyst login" />
    </div>
  ) : (
    <Table label="Where you are signed in" columns={["In", "From", "Signed in", "Last used", "Counts until", null]}>
      {sessions.map((session) => (
        <SessionRow key={session.id} session={session} />
      ))}
    </Table>
  );
}

function SessionRow({ session: { id, name, isThis, address, createdAt, usedAt, expiresAt } }: { session: Session }) {
  const { isBusy, fault, act } = useAct();
  return (
    <Row>
      <Cell className="max-w-80">
        <span className="block truncate font-[550]" title={visibleText(name)}>
          {visibleText(name)}
        </span>
        {isThis ? <span className="text-xs text-ink-2">this one</span> : null}
      </Cell>
      <Cell className="font-mono text-xs text-ink-2">{address ?? "not known"}</Cell>
      <Cell className="whitespace-nowrap text-ink-2">
        <Moment at={createdAt} />
      </Cell>
      <Cell className="whitespace-nowrap text-ink-2">
        <Moment at={usedAt} />
      </Cell>
      <Cell className="whitespace-nowrap text-ink-2">
        <Moment at={expiresAt} />
      </Cell>
      <Cell>
        <Confirm
          words="Sign out"
          about={name}
          title={`Sign out ${isThis ? "here" : `of ${visibleText(name)}`}?`}
          command={`catalyst sessions end ${id}`}
          isBusy={isBusy}
          fault={fault}
          onConfirm={() => act(() => endSession(id))}
        >
          <p className="text-ink-2">It counts for nothing any more, and what is open with it ends.</p>
        </Confirm>
      </Cell>
    </Row>
  );
}

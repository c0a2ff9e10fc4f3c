"use client";

import type { Delivery } from "@catalyst/api";
import Link from "next/link";
import { resendDelivery } from "../../actions/notifications.ts";
import { DELIVERY_MARKS, deliveryWords, KIND_WORDS } from "../../notifications/notification-words.ts";
import { quoteForShell } from "../../words/quote-for-shell.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Button } from "../parts/form/button.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { AsCommand } from "../parts/shown/as-command.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { StatusMark } from "../parts/shown/status-mark.tsx";
import { Moment } from "../parts/time/moment.tsx";

interface DeliveriesProps {
  deliveries: Delivery[];
  team: string | null;
  onResent: () => void;
}

/** What a place was told, is to be told, and couldn't be told. */
export function Deliveries({ deliveries, team, onResent }: DeliveriesProps) {
  const { isBusy, fault, act } = useAct();
  const dead = deliveries.filter(({ state }) => state === "dead");
  if (deliveries.length === 0) {
    return <p className="text-ink-2">It was told nothing yet.</p>;
  }
  return (
    <>
      {fault === null ? null : <FaultNote fault={fault} />}
      <ul className="max-h-80 overflow-y-auto border-t border-line">
        {deliveries.map((delivery) => (
          <li key={delivery.id} className="flex items-center gap-2.5 border-b border-line py-1.5 text-xs">
            <StatusMark mark={DELIVERY_MARKS[delivery.state]} word={delivery.state} />
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              <About delivery={delivery} /> {visibleText(deliveryWords(delivery))}
            </span>
            <span className="text-ink-2">
              <Moment at={delivery.createdAt} />
            </span>
            {delivery.state === "dead" ? (
              <Button disabled={isBusy} onClick={() => act(() => resendDelivery({ team, id: delivery.id }), onResent)}>
                Send again
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {dead.length === 0 ? null : <AsCommand lines={dead.map(({ id }) => resendCommand(id, team))} />}
    </>
  );
}

function resendCommand(id: string, team: string | null): string {
  return `catalyst notifications resend ${id}${team === null ? "" : ` --team ${quoteForShell(team)}`}`;
}

function About({ delivery: { isTest, task, kind } }: { delivery: Delivery }) {
  if (task === null) {
    return <span className="font-[550]">{isTest ? "Test" : "Change"}:</span>;
  }
  return (
    <span className="font-[550]">
      <Link href={`/agent-tasks/${task}`} prefetch={false} className="hover:underline">
        #{task}
      </Link>{" "}
      {kind === null ? "changed" : (KIND_WORDS[kind] ?? kind)}:
    </span>
  );
}

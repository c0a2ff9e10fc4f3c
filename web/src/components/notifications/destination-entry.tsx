"use client";

import type { Delivery, Destination } from "@catalyst/api";
import { useState } from "react";
import {
  listDeliveries,
  removeDestination,
  rotateDestinationSecret,
  testDestination,
} from "../../actions/notifications.ts";
import { CHANNEL_WORDS, DELIVERY_MARKS, deliveryWords, toldWords } from "../../notifications/notification-words.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Button } from "../parts/form/button.tsx";
import { Question } from "../parts/form/question.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { StatusMark } from "../parts/shown/status-mark.tsx";
import { Deliveries } from "./deliveries.tsx";
import { SecretOnce } from "./secret-once.tsx";

/** One place where it is told: what it gets, whether it got it, and the way to try. */
export function DestinationEntry({ destination, team }: { destination: Destination; team: string | null }) {
  const { id, name, channel, origin } = destination;
  const which = { team, id };
  const [tested, setTested] = useState<Delivery | null>(null);
  const [told, setTold] = useState<Delivery[] | null>(null);
  const { isBusy, fault, act } = useAct();
  const test = () =>
    act(async () => {
      const result = await testDestination(which);
      setTested(result.ok ? result.value : null);
      return result;
    });
  const readDeliveries = () =>
    act(async () => {
      const result = await listDeliveries(which);
      setTold(result.ok ? result.value.data : null);
      return result;
    });
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <div className="mr-auto min-w-0">
          <p className="font-[550]">
            {visibleText(name)}{" "}
            <span className="font-normal text-ink-2">
              {CHANNEL_WORDS[channel]} {origin === null ? "" : visibleText(origin)}
            </span>
          </p>
          <p className="text-xs text-ink-2">Told of: {toldWords(destination)}</p>
        </div>
        <Button disabled={isBusy} aria-label={`Test ${name}`} onClick={test}>
          Test
        </Button>
        <Button
          aria-label={`Deliveries of ${name}`}
          aria-expanded={told !== null}
          disabled={isBusy}
          onClick={() => (told === null ? readDeliveries() : setTold(null))}
        >
          Deliveries
        </Button>
        {channel === "webhook" ? <Rotate destination={destination} team={team} /> : null}
        <Remove destination={destination} team={team} />
      </div>
      <div role="status">
        {tested === null ? null : (
          <p className="flex items-center gap-2">
            <StatusMark mark={DELIVERY_MARKS[tested.state]} /> {visibleText(deliveryWords(tested))}
          </p>
        )}
      </div>
      {fault === null ? null : <FaultNote fault={fault} />}
      {told === null ? null : <Deliveries deliveries={told} team={team} onResent={readDeliveries} />}
    </div>
  );
}

interface AskedProps {
  destination: Destination;
  team: string | null;
}

const teamOption = (team: string | null) => (team === null ? "" : ` --team ${team}`);

function Rotate({ destination: { id, name }, team }: AskedProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const { isBusy, fault, act } = useAct();
  const rotate = () =>
    act(
      async () => {
        const result = await rotateDestinationSecret({ team, id });
        setSecret(result.ok ? result.value.secret : null);
        return result;
      },
      () => setIsOpen(false),
    );
  return (
    <>
      <Button aria-label={`Rotate the secret of ${name}`} onClick={() => setIsOpen(true)}>
        Rotate
      </Button>
      <Question
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={`Make another secret for ${visibleText(name)}?`}
        command={`catalyst notifications rotate ${shellWord(name)}${teamOption(team)}`}
        confirm={{ words: "Rotate", isBusy, onConfirm: rotate }}
      >
        <p>For a day both sign, so that the receiver can be told the new one.</p>
        {fault === null ? null : <FaultNote fault={fault} />}
      </Question>
      {secret === null ? null : <SecretOnce secret={secret} onHide={() => setSecret(null)} />}
    </>
  );
}

function Remove({ destination: { id, name }, team }: AskedProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { isBusy, fault, act } = useAct();
  const remove = () =>
    act(
      () => removeDestination({ team, id }),
      () => setIsOpen(false),
    );
  return (
    <>
      <Button tone="danger" aria-label={`Remove ${name}`} onClick={() => setIsOpen(true)}>
        Remove
      </Button>
      <Question
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={`Tell ${visibleText(name)} nothing any more?`}
        command={`catalyst notifications remove ${shellWord(name)}${teamOption(team)}`}
        confirm={{ words: "Remove", isDanger: true, isBusy, onConfirm: remove }}
      >
        <p>What was still to be told there is dropped with it.</p>
        {fault === null ? null : <FaultNote fault={fault} />}
      </Question>
    </>
  );
}

/** A name as a shell takes it for one word. */
function shellWord(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
}

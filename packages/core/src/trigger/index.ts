/** What a forge tells, and what comes of it: for those who hear, look there and decide. */
export { AnswerPayload, ForgeAnswer } from "./answer/forge-answer.ts";
export { type SendAnswerDeps, sendAnswer } from "./answer/send-answer.ts";
export { decide } from "./decide/decide.ts";
export type { Act, Decision, ForgeTaskType, ThreadAct } from "./decide/decision.ts";
export type {
  OutsiderCounts,
  ReviewNow,
  SubjectNow,
  TaskOfSubject,
  TriggerCounts,
  TriggerFacts,
} from "./decide/facts.ts";
export type { Heard } from "./decide/heard.ts";
export type { DecisionReason, IgnoredReason, LimitReason, RefusedReason } from "./decide/reason.ts";
export { screenSignal } from "./decide/screen.ts";
export { DEFAULT_TRIGGER_POLICY, type ForgeIdentity, type TriggerPolicy } from "./decide/trigger-policy.ts";
export type { FailedCheck } from "./decide/unasked/failed-check.ts";
export {
  type DecideDeliveryDeps,
  type DecidedDelivery,
  decideDelivery,
  type HeardDelivery,
  NotSettled,
} from "./hear/decide-delivery.ts";
export type { ForgeReader, WithReader } from "./hear/forge-reader.ts";
export type { LabelOfRepository, LabelStore } from "./hear/label-store.ts";
export type {
  ActStores,
  NewTrigger,
  ProposedResult,
  Trigger,
  TriggerIdentity,
  TriggerReads,
  TriggerStore,
} from "./hear/trigger-store.ts";
export { findEvent, needsEvent, SAME_EVENT_SECONDS, signalOfEvent } from "./key/find-event.ts";
export { type TriggerKey, targetOf, triggerKey } from "./key/trigger-key.ts";
export { writtenOfKey } from "./key/written-of-key.ts";
export { type FindMissedDeps, type FoundMissed, findMissed } from "./missed/find-missed.ts";
export type { MissedReader, OpenSubject, ToldEvent } from "./missed/missed-reader.ts";
export { type ListTriggersInput, listTriggers, type SeenTrigger, type TriggerLog } from "./read/list-triggers.ts";
export { type ForgeEvent, readForgeEvent } from "./signal/read/event-rules.ts";
export type {
  NoSignalReason,
  Signal,
  SignalAccount,
  SignalCodeComment,
  SignalKind,
  SignalReading,
  SignalRepository,
} from "./signal/signal.ts";
export { signalOf, type WebhookDelivery } from "./signal/signal-of.ts";

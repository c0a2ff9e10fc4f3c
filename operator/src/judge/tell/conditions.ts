import type { Condition, ConditionType } from "@catalyst/kubernetes";

const MAX_MESSAGE = 1024;

/** What is said of one condition. */
export interface Said {
  type: ConditionType;
  status: Condition["status"];
  reason: string;
  message: string;
}

export interface Moment {
  now: Date;
  generation: number;
}

/** The conditions with what is said of them now: the time is that of the last change between true, false and unknown. */
export function withConditions(former: Condition[], said: Said[], { now, generation }: Moment): Condition[] {
  const conditions = new Map(former.map((condition) => [condition.type, condition]));
  for (const { type, status, reason, message } of said) {
    const known = former.find((condition) => condition.type === type);
    const since = known?.status === status ? known.lastTransitionTime : now.toISOString();
    conditions.set(type, {
      ...{ type, status, reason, message: message.slice(0, MAX_MESSAGE) },
      ...{ lastTransitionTime: since, observedGeneration: generation },
    });
  }
  return [...conditions.values()];
}

export function isTrue(conditions: Condition[] | undefined, type: ConditionType): boolean {
  return conditions?.some((condition) => condition.type === type && condition.status === "True") ?? false;
}

/** For how long it has been false for this reason's sake or another's; 0 where it isn't. */
export function falseForMilliseconds(conditions: Condition[] | undefined, type: ConditionType, now: Date): number {
  const known = conditions?.find((condition) => condition.type === type && condition.status === "False");
  return known === undefined ? 0 : now.getTime() - Date.parse(known.lastTransitionTime);
}

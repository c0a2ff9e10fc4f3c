import type { FeatureReport } from "./feature-report.ts";

/** Looks through one value of a request and reports what isn't on its list. Names are those that a project may allow. */
export type Rule = (value: unknown, report: FeatureReport) => void;

type Json = Record<string, unknown>;
type Fields = Readonly<Record<string, Rule>>;

/** Data that a provider reads and does nothing else with. */
export const anything: Rule = () => undefined;

/** An object with these fields and no others; those that say nothing pass. */
export function fields(name: string, known: Fields): Rule {
  return (value, report) => {
    if (!isObject(value)) {
      report.beyond(name);
      return;
    }
    for (const [field, inner] of Object.entries(value)) {
      const rule = lookUp(known, field);
      if (rule === undefined && !isNothing(inner)) {
        report.beyond(`${name}.${field}`);
      } else if (rule !== undefined && inner !== null) {
        rule(inner, report);
      }
    }
  };
}

/** An object of which these fields are looked at; the others are data. */
export function within(name: string, known: Fields): Rule {
  return (value, report) => {
    if (!isObject(value)) {
      report.beyond(name);
      return;
    }
    for (const [field, rule] of Object.entries(known)) {
      if (Object.hasOwn(value, field) && value[field] !== null) {
        rule(value[field], report);
      }
    }
  };
}

export function listOf(name: string, rule: Rule): Rule {
  return (value, report) => {
    if (!Array.isArray(value)) {
      report.beyond(name);
      return;
    }
    for (const item of value) {
      rule(item, report);
    }
  };
}

export function textOr(rule: Rule): Rule {
  return (value, report) => (typeof value === "string" ? undefined : rule(value, report));
}

/** An object whose `type` says what it is; `untyped` is the rule for one that doesn't say. */
export function kinds(name: string, known: Fields, untyped?: Rule): Rule {
  return (value, report) => {
    const type = isObject(value) ? (value.type ?? undefined) : null;
    const rule = type === undefined ? untyped : lookUp(known, String(type));
    if (rule === undefined || typeof (type ?? "") !== "string") {
      report.beyond(`${name}.${typeof type === "string" ? type : "untyped"}`);
    } else {
      rule(value, report);
    }
  };
}

const DATA_URL = /^data:[^,]{0,200},/i;
/** Some encoders break its lines. */
const BASE64 = /^[\w+/=\s-]*$/;

/** Content that stands in the request itself: a data URL, or base64 by itself. */
export function inline(name: string): Rule {
  return matching(name, [DATA_URL, BASE64]);
}

/** It in the place of an address, where base64 by itself may be taken for a path: `//host/x` is both. */
export function inlineUrl(name: string): Rule {
  return matching(name, [DATA_URL]);
}

function matching(name: string, shapes: readonly RegExp[]): Rule {
  return (value, report) => {
    if (typeof value !== "string" || !shapes.some((shape) => shape.test(value))) {
      report.beyond(name);
    }
  };
}

export function oneOf(name: string, values: readonly unknown[]): Rule {
  return (value, report) => (values.includes(value) ? undefined : report.beyond(name));
}

/** Both rules, one after the other. */
export function both(first: Rule, second: Rule): Rule {
  return (value, report) => {
    first(value, report);
    second(value, report);
  };
}

export const unsized: Rule = (_value, report) => report.noteUnsized();
export const image: Rule = (_value, report) => report.noteImage();

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An option that isn't used may be there. */
function isNothing(value: unknown): boolean {
  return value === null || value === false || (Array.isArray(value) && value.length === 0);
}

function lookUp(known: Fields, name: string): Rule | undefined {
  return Object.hasOwn(known, name) ? known[name] : undefined;
}

import { type Answer, json } from "./answer.ts";

const DOCUMENTATION = "https://docs.github.com/rest";

/** An answer of GitHub's that refuses; thrown anywhere below a route. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(status: number, message: string, more: { body?: object; headers?: Record<string, string> } = {}) {
    super(message);
    const body = { message, documentation_url: DOCUMENTATION, ...more.body };
    this.answer = json(status, status === 422 ? body : { ...body, status: String(status) }, more.headers);
  }
}

export interface InvalidField {
  resource: string;
  field?: string;
  code: string;
  message?: string;
}

export function notFound(): Refusal {
  return new Refusal(404, "Not Found");
}

/** What a token gets that hasn't the permission, and for what Apps may not do at all. */
export function notByIntegration(): Refusal {
  return new Refusal(403, "Resource not accessible by integration");
}

export function invalid(...errors: InvalidField[]): Refusal {
  return new Refusal(422, "Validation Failed", { body: { errors } });
}

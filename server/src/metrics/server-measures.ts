/** What the server measures. Nothing of it waits, and nothing throws. */
export interface ServerMeasures {
  /** Events were handed to those who follow them, so long after they were written. */
  eventDelivered(seconds: number): void;
  /** A page showed an event, so long after it was written, by the clock of the browser's machine. */
  eventDisplayed(seconds: number): void;
  /** A person stored a credential, so long after they began. */
  credentialSetUp(seconds: number): void;
  /** GitHub, or who claimed to be it, was answered: it is stored, isn't taken, or couldn't be. */
  webhookAnswered(answer: WebhookAnswer): void;
}

type WebhookAnswer = "stored" | "refused" | "failed";

/** For a server that nobody asks for its metrics. */
export const NOTHING_MEASURED: ServerMeasures = {
  eventDelivered: () => undefined,
  eventDisplayed: () => undefined,
  credentialSetUp: () => undefined,
  webhookAnswered: () => undefined,
};

import { makeWebhookSecret } from "@catalyst/core/notification";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { signWebhook } from "./sign-webhook.ts";

const BODY = '{"test": 2432232314}';

test("the signature of the scheme's own example is the one that it gives", () => {
  const headers = signWebhook({
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    at: new Date(1614265330_000),
    body: BODY,
    secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
  });
  expect(headers).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("the scheme's own library takes what was signed, with the new secret and with the one before", () => {
  const secrets = [makeWebhookSecret(), makeWebhookSecret()];
  const headers = signWebhook({ id: "one", at: new Date(), body: BODY, secrets });
  for (const secret of secrets) {
    expect(new Webhook(secret).verify(BODY, headers)).toEqual({ test: 2432232314 });
  }
  expect(() => new Webhook(makeWebhookSecret()).verify(BODY, headers)).toThrow();
  expect(() => new Webhook(secrets[0] as string).verify(`${BODY} `, headers)).toThrow();
});

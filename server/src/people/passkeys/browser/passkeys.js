// Runs in browsers, as it is. What it says of errors is shown to whoever is in front of the page.

/** The two things that a form can be for, by its `data-passkey`. */
const CEREMONIES = {
  async register(form) {
    const options = await ask(`generate-register-options?name=${encodeURIComponent(form.dataset.login)}`);
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    const credential = await navigator.credentials.create({ publicKey });
    await ask("verify-registration", { response: credential.toJSON(), name: form.elements.name.value });
    location.reload();
  },
  async "sign-in"(form) {
    const options = await ask("generate-authenticate-options");
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON({ ...options, userVerification: "required" });
    const credential = await navigator.credentials.get({ publicKey });
    await ask("verify-authentication", { response: credential.toJSON() });
    location.assign(form.elements.next.value);
  },
};

async function ask(path, body) {
  const said = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`/api/auth/passkey/${path}`, body === undefined ? {} : said);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(answer.detail ?? "That was refused.");
  }
  return answer;
}

function wordsOf(error) {
  switch (error.name) {
    case "NotAllowedError":
      return "Nothing was done: it was cancelled, or took too long.";
    case "InvalidStateError":
      return "There is a passkey of yours on that device already.";
    default:
      return error.message;
  }
}

async function submit(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const problem = form.querySelector("[role=alert]");
  problem.textContent = "";
  try {
    await CEREMONIES[form.dataset.passkey](form);
  } catch (error) {
    problem.textContent = wordsOf(error);
  }
}

// Without these, as on an address that is no name, there are no passkeys: what is for them stays hidden.
if (window.isSecureContext && typeof window.PublicKeyCredential?.parseCreationOptionsFromJSON === "function") {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", submit);
    form.hidden = false;
  }
}

import { patientFetch } from "./live/pages/patient-fetch.ts";

// Next runs this before anything of a page, and its router asks by what stands here then.
window.fetch = patientFetch({
  fetch: window.fetch.bind(window),
  shown: () => location.href,
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
});

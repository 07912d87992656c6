/** Marks a journey for the run of the night (`npm run nightly`): what it shows, the API's tests show in every run, and a tour opens its pages. */
export const night = { tag: '@night' }

/** Files of a form as a procedure takes them in the page's own process. */
export const handedIn = (files: readonly File[]): Promise<{ fileName: string; content: Uint8Array }[]> =>
  Promise.all(files.map(async file => ({ fileName: file.name, content: new Uint8Array(await file.arrayBuffer()) })))

const KEY = 'condenser.pageId';

/**
 * The id of this page. It is the same when the page is loaded again, so that the page finds its own
 * draft. Where another open page has it, because a tab was duplicated with its session storage, a
 * new one is drawn; so it is where the host keeps nothing.
 */
export async function pageId(): Promise<string> {
  const fresh = crypto.randomUUID();
  try {
    const known = sessionStorage.getItem(KEY);
    const id = known !== null && (await hold(known)) ? known : fresh;
    sessionStorage.setItem(KEY, id);
    if (id === fresh) await hold(fresh);
    return id;
  } catch {
    return fresh;
  }
}

/** Holds the id for as long as the page is open; false when another page holds it. */
function hold(id: string): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const closed = new Promise<void>(() => undefined);
    navigator.locks
      .request(`${KEY}.${id}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : closed;
      })
      .catch(() => resolve(true));
  });
}

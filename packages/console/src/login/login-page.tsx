import type { VNode } from 'preact';
import { Logo } from '../parts/site-header.tsx';

export interface LoginPageProps {
  /** Where to go afterwards; a path of this site. */
  readonly next: string;
  /** What went wrong, in words; null at first. */
  readonly problem: string | null;
}

/** One sentence, one field, one button. A form, so that it works without a script. */
export function LoginPage({ next, problem }: LoginPageProps): VNode {
  return (
    <>
      <header class="site-header">
        <Logo />
      </header>
      <main class="login">
        <h1>Sign in with the token you were given.</h1>
        <form method="post" action="/login">
          <input type="hidden" name="next" value={next} />
          <label for="token">Token</label>
          <input
            id="token"
            name="token"
            type="password"
            required
            autofocus
            autocomplete="current-password"
            spellcheck={false}
            aria-invalid={problem === null ? undefined : 'true'}
            aria-describedby={problem === null ? undefined : 'problem'}
          />
          {problem !== null && (
            <p id="problem" class="tone-down" role="alert">
              {problem}
            </p>
          )}
          <button type="submit">Sign in</button>
        </form>
      </main>
    </>
  );
}

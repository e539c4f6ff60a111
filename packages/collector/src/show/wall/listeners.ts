/** Those who want to hear of news, until there will be none any more. */
export interface Listeners<News> {
  /** Calls back until the returned function is called. */
  subscribe(onNews: (news: News) => void, onEnd: () => void): () => void;
  tell(news: News): void;
  /** Lets everybody go. */
  end(): void;
}

export function createListeners<News>(): Listeners<News> {
  const listeners = new Map<(news: News) => void, () => void>();
  return {
    subscribe: (onNews, onEnd) => {
      listeners.set(onNews, onEnd);
      return () => listeners.delete(onNews);
    },
    // Copies: whoever is called may come or go.
    tell: (news) => {
      for (const onNews of [...listeners.keys()]) onNews(news);
    },
    end: () => {
      for (const onEnd of [...listeners.values()]) onEnd();
      listeners.clear();
    },
  };
}

namespace TesslateLite.Browser.Tests;

/// <summary>What runs in every page before the application does, and notes what it sees.</summary>
internal static class Probe
{
    /// <summary>
    /// <c>shown</c>: when the text of a person's message was first in the page. <c>enter</c>: when Enter was last pressed.
    /// <c>disorder</c>: what was ever wrong with the numbered sentences of the newest reply, looked at after every change of
    /// the page. <c>refused</c>: what the content security policy forbade. Times are milliseconds since 1970, of one clock for
    /// all tabs.
    /// </summary>
    public const string Script = """
        (() => {
          const now = () => performance.timeOrigin + performance.now();
          const probe = window.__probe = { shown: {}, enter: 0, disorder: [], refused: [], most: 0, looks: 0 };
          document.addEventListener('securitypolicyviolation', e => probe.refused.push(`${e.violatedDirective} ${e.blockedURI}`));
          addEventListener('keydown', e => { if (e.key === 'Enter') probe.enter = now(); }, true);

          const look = () => {
            for (const body of document.querySelectorAll('[data-testid=message][data-role=user] .body'))
              probe.shown[body.textContent.trim()] ??= now();
            const newest = [...document.querySelectorAll('[data-testid=message][data-role=assistant] .body')].at(-1);
            if (!newest) return;
            const numbers = [...newest.textContent.matchAll(/Sentence (\d+):/g)].map(found => Number(found[1]));
            if (numbers.length) probe.looks++;
            probe.most = Math.max(probe.most, numbers.length);
            if (numbers.some((number, at) => number !== at + 1)) probe.disorder.push(numbers.join());
          };
          new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
        })();
        """;

    /// <summary>The conversation as rendered: one line per message, with who, how it ended, and all that stands in it.</summary>
    public const string Conversation = """
        () => [...document.querySelectorAll('.messages [data-testid=message]')].map(message =>
          `${message.dataset.role} ${message.dataset.messageId} ${message.dataset.state} ${message.dataset.outcome ?? ''} `
            + message.querySelector('.body').innerHTML).join('\n')
        """;
}

'use client'

interface GlobalErrorProps {
  retry: () => void
}

/** The last resort, when not even the root layout can be made: no theme, no styles, only the words. */
export default function GlobalError({ retry }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body
        style={{
          fontFamily: 'system-ui, sans-serif',
          maxWidth: '40rem',
          margin: '4rem auto',
          padding: '0 1rem',
        }}
      >
        <title>Not available · Shipclock</title>
        <main>
          <h1>Shipclock can’t show this page</h1>
          <p>Something went wrong in the web server; its log says what. What is scheduled is not affected.</p>
          <button type="button" onClick={retry}>
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}

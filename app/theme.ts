import {
  Badge,
  Button,
  type CSSVariablesResolver,
  createTheme,
  InputWrapper,
  Modal,
  Notification,
  Tooltip,
} from '@mantine/core'

/**
 * One accent ("signal") on quiet greys. Shade 6 carries white text at 5.9:1 in both colour schemes,
 * shade 4 is the dark scheme's link colour at 6:1 on the page.
 */
const signal = [
  '#eef3ff',
  '#dde7ff',
  '#bacdff',
  '#92aeff',
  '#6f90fb',
  '#4f74f0',
  '#2f57dd',
  '#2748bd',
  '#213c98',
  '#1b3075',
] as const

const gray = [
  '#f8f9fb',
  '#f0f2f5',
  '#e4e7ec',
  '#d3d8e0',
  '#b4bbc7',
  '#8a93a3',
  '#5d6675',
  '#474f5c',
  '#2f353f',
  '#1b1f26',
] as const

const dark = [
  '#e6e8ec',
  '#b9bec8',
  '#9aa1ad',
  '#7f8794',
  '#434a57',
  '#2a2f38',
  '#1c2027',
  '#13161a',
  '#0e1013',
  '#090b0d',
] as const

const systemFont =
  'ui-sans-serif, system-ui, -apple-system, "Segoe UI Variable Text", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'

const systemMono = 'ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'

/** Shade 6 carries white text at 4.8:1. */
const red = [
  '#fef3f2',
  '#fee4e2',
  '#fecdca',
  '#fda29b',
  '#f97066',
  '#f04438',
  '#d92d20',
  '#b42318',
  '#912018',
  '#7a271a',
] as const

export const theme = createTheme({
  primaryColor: 'signal',
  primaryShade: 6,
  colors: { signal, red, gray, dark },
  black: gray[9],
  autoContrast: true,
  fontFamily: systemFont,
  fontFamilyMonospace: systemMono,
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '20px' },
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Badge: Badge.extend({ styles: { label: { textTransform: 'none', fontWeight: 550 } } }),
    // Below the field, so that fields beside each other stand at one height.
    InputWrapper: InputWrapper.extend({
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
    }),
    Button: Button.extend({ styles: { label: { fontWeight: 550 } } }),
    Modal: Modal.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' } },
      styles: { title: { fontSize: '1.0625rem', fontWeight: 600 } },
    }),
    // Without a name the close button is announced as "button" only.
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } }),
    Tooltip: Tooltip.extend({
      defaultProps: { withArrow: true, openDelay: 200, events: { hover: true, focus: true, touch: true } },
    }),
  },
})

/** Mantine's own error, placeholder and dimmed colours are below 4.5:1 on its light page. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-error': red[7],
    '--mantine-color-placeholder': '#6b7483',
    '--mantine-color-default-border': gray[3],
    '--mantine-color-signal-light': signal[0],
    '--mantine-color-signal-light-hover': signal[1],
    '--surface': '#ffffff',
    '--surface-sunken': gray[0],
    '--hairline': gray[2],
  },
  dark: {
    '--mantine-color-error': red[3],
    '--mantine-color-placeholder': '#8d95a2',
    '--surface': dark[6],
    '--surface-sunken': dark[8],
    '--hairline': dark[5],
  },
})

"""The app in a browser: a small web server that runs one process of the app for each open page."""

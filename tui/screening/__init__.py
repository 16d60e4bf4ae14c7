"""The screens of screening: a candidate answers, a reviewer judges. Apart from the app, and neither leads to it."""

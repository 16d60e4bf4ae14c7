"""The screens: everything a person sees and presses. The only room that knows Textual."""

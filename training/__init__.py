"""Scripts that train and measure the embedded grader; not needed to run or test the application."""

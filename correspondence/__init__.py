"""What the office writes to States: letter templates, audiences, campaigns, letters.

The yearly tailored letter about transparency reports (Article 7 of both Conventions) is the model: one template, and
for each State Party the paragraphs that its own obligations call for, each with the reason why it is there.
"""
